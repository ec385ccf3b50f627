package interp

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"sync"
	"testing"

	"github.com/gojac/gojac/interp/progen"
)

var (
	generated = flag.Int("programs", 150, "how many generated programs to compare with compiled Go")
	seed      = flag.Uint64("seed", 1, "of the generated programs")
	first     = flag.Uint64("first", 0, "number of the first generated program")
	batchSize = flag.Int("batch", 300, "how many generated programs one process compares")
)

// generatedVar names a file that TestGeneratedAlone runs as a program.
const generatedVar = "GOJAC_GENERATED"

// TestGenerated runs random programs compiled and as gojac runs programs and cells: they print the same, panic with the same
// words at the same place and end with the same code.
func TestGenerated(t *testing.T) {
	if _, err := exec.LookPath("go"); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("no go command to compile the generated programs with")
		}
		t.Skip("NOT RUN: no go command to compile the generated programs with")
	}
	if *generated > *batchSize {
		generatedBatches(t)
		return
	}
	c := newComparison(t)
	c.batch(*first, *first+uint64(*generated))
	t.Log(c.tally)
}

// TestUnexpectedDeath has a program that ends the process of all compiled ones, which its writer did not foresee: the others
// are compared nevertheless, and it too.
func TestUnexpectedDeath(t *testing.T) {
	if _, err := exec.LookPath("go"); err != nil {
		t.Skip("NOT RUN: no go command to compile with")
	}
	c := newComparison(t)
	dies := "fmt.Println(1)\nx := id[any](func() {})\nc := make(chan int)\ngo func() { c <- 1; fmt.Println(x == x) }()\n<-c\nselect {}"
	c.compare([]*progen.Program{
		{Name: "p0", Body: []string{"fmt.Println(0)"}}, {Name: "p1", Body: []string{dies}}, {Name: "p2", Body: []string{"fmt.Println(2)"}},
		{Name: "p3", Body: []string{dies, "panic(3)"}, Ending: progen.Panics}, {Name: "p4", Body: []string{"panic(4)"}, Ending: progen.Panics},
	})
	if want := (tally{ran: 5, panics: 2, deaths: 1}); c.tally != want {
		t.Errorf("compared %s, want %s", c.tally, want)
	}
}

// A tally says what has been compared.
type tally struct{ ran, cells, notebooks, panics, deaths int }

func (n tally) String() string {
	return fmt.Sprintf("%d programs, of them %d also as cells twice, %d notebooks, %d that panic and %d that end their process", n.ran, n.cells, n.notebooks, n.panics, n.deaths)
}

var tallyText = regexp.MustCompile(`(\d+) programs, of them (\d+) also as cells twice, (\d+) notebooks, (\d+) that panic and (\d+) that end`)

func (n *tally) add(text []byte) error {
	found := tallyText.FindSubmatch(text)
	if found == nil {
		return errors.New("no tally")
	}
	for i, sum := range []*int{&n.ran, &n.cells, &n.notebooks, &n.panics, &n.deaths} {
		k, err := strconv.Atoi(string(found[1+i]))
		if err != nil {
			return err
		}
		*sum += k
	}
	return nil
}

// generatedBatches runs each batch in a process of its own, two at a time: a process keeps what its machines made, and may die.
func generatedBatches(t *testing.T) {
	var group sync.WaitGroup
	var mu sync.Mutex
	var total tally
	slots := make(chan struct{}, 2)
	end := *first + uint64(*generated)
	for from := *first; from < end; from += uint64(*batchSize) {
		slots <- struct{}{}
		group.Go(func() {
			defer func() { <-slots }()
			cmd := exec.Command(os.Args[0], "-test.run=^TestGenerated$", "-test.v", "-test.timeout=30m", "-seed", fmt.Sprint(*seed),
				"-first", fmt.Sprint(from), "-batch", fmt.Sprint(*batchSize), "-programs", fmt.Sprint(min(uint64(*batchSize), end-from)))
			cmd.Env = append(os.Environ(), "GOGC=400")
			out, err := cmd.CombinedOutput()
			mu.Lock()
			defer mu.Unlock()
			if err != nil {
				t.Errorf("programs from %d of seed %d: %v\n%s", from, *seed, err, out)
			}
			if err := total.add(out); err != nil && !t.Failed() {
				t.Error(err)
			}
			t.Logf("%d done; in all %s", from, total)
		})
	}
	group.Wait()
}

// TestGeneratedAlone is the child process in which a program may end its process.
func TestGeneratedAlone(t *testing.T) {
	path := os.Getenv(generatedVar)
	if path == "" {
		t.Skip("only as a child process")
	}
	source, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	os.Exit(RunProgram(path, source, os.Stderr))
}
