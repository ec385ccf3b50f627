package interp

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"
)

// A notebook runs cells one after the other.
type notebook struct {
	t      *testing.T
	client *Client
	n      int
	rec    *recorder // of the last cell; what outlives an earlier one writes to its own
}

func newNotebook(t *testing.T) *notebook {
	return &notebook{t: t, client: testClient(t), rec: new(recorder)}
}

func (nb *notebook) start(code string) <-chan Outcome {
	nb.n++
	nb.rec = &recorder{ask: nb.rec.ask}
	done := make(chan Outcome, 1)
	cell, rec := Cell{N: nb.n, Code: code}, nb.rec
	go func() { done <- nb.client.Run(context.Background(), cell, rec) }()
	return done
}

// run runs a cell and returns all that it showed.
func (nb *notebook) run(code string) string {
	nb.t.Helper()
	select {
	case o := <-nb.start(code):
		return nb.rec.text(o)
	case <-time.After(30 * time.Second):
		nb.t.Fatalf("does not end: %s", code)
		return ""
	}
}

func (nb *notebook) want(code string, parts ...string) {
	nb.t.Helper()
	got := nb.run(code)
	for _, p := range parts {
		if !strings.Contains(got, p) {
			nb.t.Errorf("%s\nshowed:\n%s\nwant in it: %s", code, got, p)
		}
	}
	if len(parts) == 0 && got != "" {
		nb.t.Errorf("%s\nshowed:\n%s\nwant nothing", code, got)
	}
}

// TestInterruptKeepsVariables stops cells that would not end by themselves.
func TestInterruptKeepsVariables(t *testing.T) {
	for _, endless := range []string{
		"for {\n}",
		"func spin(n int) int { for { n++ } }\nspin(0)",
		"func deep(n int) { for i := 0; i < 2; i++ { deep(n - 1); if n < -30 { return } } }\nfor { deep(0) }",
		"select {}",
		"ch := make(chan int)\n<-ch",
		"ch := make(chan int)\nch <- 1",
		"time.Sleep(time.Hour)",
		"for { time.Sleep(time.Millisecond) }",
		"var mu sync.Mutex\nmu.Lock()\nfor range 3 { go func() { for { } }() }\nfor { }",
		"for { fmt.Print() }",
		"var mu sync.Mutex\nmu.Lock()\nmu.Lock()",
		"var mu sync.RWMutex\nmu.Lock()\nfunc read() { defer mu.RUnlock(); mu.RLock() }\nread()",
		"var l sync.Locker = new(sync.Mutex)\nl.Lock()\nl.Lock()",
		"var wg sync.WaitGroup\nwg.Go(func() { select {} })\nwg.Wait()",
		"var mu sync.Mutex\nc := sync.NewCond(&mu)\nfunc wait() { mu.Lock(); defer mu.Unlock(); c.Wait() }\nwait()",
		"var once sync.Once\nonce.Do(func() { once.Do(func() {}) })",
		"r, _, _ := os.Pipe()\nr.Read(make([]byte, 1))",
		"sort.Slice(make([]int, 100), func(i, j int) bool { for { } })",
		"type e struct{}\nfunc (e) String() string { for { } }\nfmt.Println(e{})",
		"type e struct{}\nfunc (e) String() string { for { } }\ne{}",
		"func eternal(x float64) float64 { for x > 0 { x += 1 }; return x }\nad.Grad(eternal)(1)",
	} {
		t.Run(oneLine(endless), func(t *testing.T) {
			t.Parallel()
			nb := newNotebook(t)
			nb.want("x := 42\nnext := func() int { x++; return x }")
			done := nb.start(endless)
			time.Sleep(100 * time.Millisecond)
			nb.client.Interrupt()
			select {
			case o := <-done:
				if o.Error == nil || o.Error.Kind != Interrupted {
					t.Fatalf("ended with %v, want %s", o.Error, Interrupted)
				}
			case <-time.After(10 * time.Second):
				t.Fatal("not interrupted")
			}
			nb.want("next()", "=> 43")
		})
	}
}

// interrupted runs a cell that does not end and interrupts it.
func (nb *notebook) interrupted(code string) {
	nb.t.Helper()
	done := nb.start(code)
	time.Sleep(50 * time.Millisecond)
	nb.client.Interrupt()
	select {
	case o := <-done:
		if o.Error == nil || o.Error.Kind != Interrupted {
			nb.t.Fatalf("%s\nended with %v, want %s", code, o.Error, Interrupted)
		}
	case <-time.After(10 * time.Second):
		nb.t.Fatalf("not interrupted: %s", code)
	}
}

// TestLeftBehind wakes goroutines that waited in compiled code when their cell
// was interrupted: they run none of its code.
func TestLeftBehind(t *testing.T) {
	for _, blocked := range []string{
		"mu.Lock(); n++",
		"func take() { mu.Lock(); defer mu.Unlock(); n++ }\ntake()",
		"go func() { mu.Lock(); n++ }()\nselect {}",
		"var l sync.Locker = &mu\nfunc lock() { defer func() { n++ }(); l.Lock(); n++ }\nlock()",
		"r, w, _ := os.Pipe()\nfunc read() { defer func() { recover(); n++ }(); k, _ := r.Read(make([]byte, 1)); n += k }\nread()",
		"r, w, _ := os.Pipe()\nb := make([]byte, 1)\nn, _ = r.Read(b)",
	} {
		t.Run(oneLine(blocked), func(t *testing.T) {
			t.Parallel()
			nb := newNotebook(t)
			nb.want("var mu sync.Mutex\nn := 0\nmu.Lock()\ngo func() { time.Sleep(time.Hour) }()") // so that no cell is a deadlock, as far as can be told
			nb.interrupted(blocked)
			nb.want("mu.Unlock()")
			if strings.Contains(blocked, "os.Pipe") {
				nb.want("w.Write([]byte{1});")
			}
			nb.want("time.Sleep(50 * time.Millisecond)\nn", "=> 0")
		})
	}
}

// TestInterruptStopsOneCell leaves goroutines of earlier cells at work.
func TestInterruptStopsOneCell(t *testing.T) {
	t.Parallel()
	nb := newNotebook(t)
	nb.want("var early, late atomic.Int64")
	nb.want("go func() { for { early.Add(1); time.Sleep(time.Millisecond) } }()\ntime.AfterFunc(200*time.Millisecond, func() { early.Add(1e6) });")
	nb.interrupted("for range 3 { go func() { for { late.Add(1) } }() }\ntime.AfterFunc(2*time.Second, func() { late.Add(1e15) })\nselect {}")
	nb.want("time.Sleep(2100 * time.Millisecond)")
	nb.want("e, l := early.Load(), late.Load()\ntime.Sleep(50 * time.Millisecond)\nearly.Load() > e, late.Load() == l, e > 1e6, l < 1e15", "=> true  true  true  true")
}

// TestInterruptWhileIdle does nothing.
func TestInterruptWhileIdle(t *testing.T) {
	nb := newNotebook(t)
	nb.want("x := 1")
	nb.client.Interrupt()
	nb.want("for range 1000 { x++ }\nx", "=> 1001")
}

// TestNothingEndsTheSession runs cells that end a Go program.
func TestNothingEndsTheSession(t *testing.T) {
	for _, test := range []struct{ cell, want string }{
		{"func down(n int) int { return down(n+1) + 1 }\ndown(0)", "stack overflow"},
		{"os.Exit(1)", "os.Exit(1)"},
		{"log.Fatal(\"no\")", "os.Exit(1)"},
		{"type e struct{}\nfunc (e e) String() string { return e.String() + \".\" }\nfmt.Println(\"text\", e{})", "stack overflow"},
		{"panic(\"boom\")", "panic: boom"},
		{"go func() { panic(\"lost\") }()\ntime.Sleep(time.Hour)", "panic: lost"},
		{"go os.Exit(3)\nselect {}", "os.Exit(3)"},
		{"runtime.Goexit()", "Goexit"},
		{"var p *int\n*p", "nil pointer dereference"},
		{"os.Stdout.Close()", ""},
		{"var wg sync.WaitGroup\nwg.Go(func() { panic(\"lost\") })\nwg.Wait()", "lost"},
		{"done := make(chan int)\ntime.AfterFunc(1, func() { defer close(done); panic(\"lost\") })\n<-done\ntime.Sleep(20 * time.Millisecond)", "lost"},
		{"new(sync.Mutex).Unlock()", "unlock of unlocked mutex"},
		{"new(sync.RWMutex).RUnlock()", "RUnlock of unlocked RWMutex"},
	} {
		t.Run(oneLine(test.cell), func(t *testing.T) {
			t.Parallel()
			nb := newNotebook(t)
			nb.want("x := 42\nfunc f() int { return x }")
			if got := nb.run(test.cell); !strings.Contains(got, test.want) {
				t.Errorf("showed:\n%s\nwant in it: %s", got, test.want)
			}
			nb.want("f()", "=> 42")
		})
	}
}

// TestMemoryLimit asks for more than there may be, at once and step by step.
func TestMemoryLimit(t *testing.T) {
	t.Setenv(memoryVar, "300MiB")
	for _, test := range []struct{ cell, want string }{
		{"b := make([]byte, 1<<40)", "asks for 1.02e+03 GiB"},
		{"b := make([]float64, 0, 1<<27)", "asks for 1 GiB"},
		{"func f() { p := new([1 << 29]byte); p[0] = 1 }\nf()", "asks for 512 MiB"},
		{"m := make(map[int]int, 1<<30)", "asks for"},
		{"c := make(chan int, 1<<30)", "asks for"},
		{"s := strings.Repeat(\"ab\", 1<<30)", "asks for 2 GiB"},
		{"ad.Zeros(100000, 100000)", "ad: Zeros: (100000, 100000): out of memory: the cell asks for 74.5 GiB"},
		{"ad.Ones(2).Tile(1 << 31)", "ad: Tile: (2147483648, 2): out of memory"},
		{"a := ad.Ones(8000, 1)\na.MatMul(a.T()).Sum()", "asks for"},
		{"var b bytes.Buffer\nfor { b.Write(make([]byte, 1<<20)) }", "out of memory"},
		{"var b strings.Builder\nfor { b.WriteString(\"0123456789\") }", "out of memory"},
		{"var b []int\nfor { b = append(b, b...); b = append(b, 1) }", "asks for"},
		{"s := \"a\"\nfor { s += s }", "asks for"},
		{"type L struct { next *L; pad [100]int }\nvar l *L\nfor { l = &L{next: l} }", "out of memory"},
		{"func keep() { var l [][]byte\nfor { l = append(l, make([]byte, 1000)) } }\ngo keep()\nselect {}", "out of memory"},
	} {
		t.Run(oneLine(test.cell), func(t *testing.T) {
			nb := newNotebook(t)
			nb.want("x := 42")
			nb.want(test.cell, test.want, memoryVar)
			nb.want("x", "=> 42")
		})
	}
	nb := newNotebook(t)
	nb.want("var big [1 << 29]byte\nbig[0] = 1", "a variable of 512 MiB")
	nb.want("for range 1000 { b := make([]byte, 50<<20); b[0] = 1 }")
}

// TestWorkerIsReplaced ends the process itself: declarations come back, and
// the user is told which variables don't.
func TestWorkerIsReplaced(t *testing.T) {
	for _, test := range []struct{ cell, want string }{
		{"m := map[int]int{}\nfor range 4 { go func() { for i := 0; ; i++ { m[i%8]++ } }() }\nfor { m[1]++ }", "map"},
		{"p, _ := os.FindProcess(os.Getpid())\np.Kill()\nfor { }", "killed"},
	} {
		t.Run(oneLine(test.cell), func(t *testing.T) {
			t.Parallel()
			nb := newNotebook(t)
			nb.want("import str \"strings\"\ntype T struct{ n int }\nfunc (t T) Twice() int { return 2 * t.n }\nconst k = 21\nx := T{k}\ny := 3")
			nb.want("func f() int { return x.Twice() }\nf()", "=> 42")
			nb.want(test.cell, "WorkerLost", test.want, "x, y")
			nb.want("f()", "=> 0")
			nb.want("str.ToUpper(\"a\")", `=> "A"`)
			nb.want("x = T{k}\nf()", "=> 42")
		})
	}
}

// TestOutputOrder interleaves the streams, displays and the result.
func TestOutputOrder(t *testing.T) {
	nb := newNotebook(t)
	var code, want strings.Builder
	for i := range 50 {
		switch i % 4 {
		case 0:
			fmt.Fprintf(&code, "fmt.Println(%d)\n", i)
			fmt.Fprintf(&want, "%d\n", i)
		case 1:
			fmt.Fprintf(&code, "fmt.Fprintln(os.Stderr, %d)\n", i)
			fmt.Fprintf(&want, "2> %d\n", i)
		case 2:
			fmt.Fprintf(&code, "display.Show(display.Text(\"%d\"))\n", i)
			fmt.Fprintf(&want, "[] %d\n", i)
		case 3:
			fmt.Fprintf(&code, "os.Stdout.WriteString(\"%d\\n\")\n", i)
			fmt.Fprintf(&want, "%d\n", i)
		}
	}
	code.WriteString("1")
	want.WriteString("=> 1\n")
	for range 5 {
		if got := nb.run(code.String()); got != want.String() {
			t.Fatalf("got:\n%s\nwant:\n%s", got, want.String())
		}
	}
}

// TestWordsOfACrash are shown like any others if a cell prints them.
func TestWordsOfACrash(t *testing.T) {
	nb := newNotebook(t)
	got := nb.run("fmt.Fprintln(os.Stderr, \"fatal error: mine\")\nfmt.Println(\"after\")\n1")
	if want := "2> fatal error: mine\nafter\n=> 1\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestInput answers what a cell reads.
func TestInput(t *testing.T) {
	nb := newNotebook(t)
	nb.rec.ask = func(string) string { return "3 4" }
	nb.want("var a, b int\nn, err := fmt.Scanln(&a, &b)\na, b, n, err", "=> 3  4  2  nil")
	nb.want("s := bufio.NewScanner(os.Stdin)\ns.Scan()\ns.Text()", `=> "3 4"`)
	nb.want("line, err := bufio.NewReader(os.Stdin).ReadString('\\n')\nline", `=> "3 4\n"`)
}

// TestQuestionsWhileRunning completes and inspects while a cell runs.
func TestQuestionsWhileRunning(t *testing.T) {
	nb := newNotebook(t)
	nb.want("velocity := 3.0")
	done := nb.start("for {\n}")
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	c := nb.client.Complete(ctx, "x := velo", 9)
	if len(c.Matches) != 1 || c.Matches[0].Text != "velocity" || c.Start != 5 {
		t.Errorf("completion: %+v", c)
	}
	if b, ok := nb.client.Inspect(ctx, "math.Sin", 8, 0); !ok || !strings.Contains(fmt.Sprint(b.Data["text/plain"]), "radian") {
		t.Errorf("inspection: %v %v", b, ok)
	}
	nb.client.Interrupt()
	<-done
}

// TestPrintsForEver leaves a goroutine that prints behind: later cells run and
// show their own values.
func TestPrintsForEver(t *testing.T) {
	nb := newNotebook(t)
	nb.want("x := 42\nvar stop atomic.Bool")
	nb.run("go func() { for !stop.Load() { fmt.Println(\"again\") } }()")
	for range 5 {
		nb.want("x", "=> 42")
	}
	nb.want("stop.Store(true)\ntime.Sleep(50 * time.Millisecond)\nx", "=> 42")
}

// TestLateOutput shows what a goroutine prints after its cell ended.
func TestLateOutput(t *testing.T) {
	nb := newNotebook(t)
	nb.want("go func() { time.Sleep(50 * time.Millisecond); fmt.Println(\"late\") }()")
	for deadline := time.Now().Add(5 * time.Second); !strings.Contains(nb.rec.text(Outcome{}), "late"); {
		if time.Now().After(deadline) {
			t.Fatal("nothing came")
		}
		time.Sleep(10 * time.Millisecond)
	}
}

// TestSurroundings: cells find the arguments and the environment of a program
// that was started without any of ours.
func TestSurroundings(t *testing.T) {
	t.Setenv("GOJAC_TEST_SEEN", "yes")
	nb := newNotebook(t)
	nb.want(`len(os.Args), flag.NArg(), os.Getenv("GOJAC_TEST_SEEN")`, `=> 1  0  "yes"`)
	nb.want(`os.Getenv("GOTRACEBACK")+os.Getenv("GOJAC_WORKER")+os.Getenv("GOJAC_FOLDER")`, `=> ""`)
	nb.want("wd, err := os.Getwd()\nerr = os.WriteFile(\"here\", []byte(wd), 0o600)\nthere, err := os.ReadFile(filepath.Join(wd, \"here\"))\nstring(there) == wd, err", "=> true  nil")
}
