package interp

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/gojac/gojac/interp/progen"
)

// compiled gives the command made of many programs, and what each prints that is run with the others. One that ends the
// process of all is then known to die, whatever its writer thought.
func (c *comparison) compiled(path string, programs []*progen.Program) (bin string, want map[string]string) {
	for {
		bin = c.compile(path, programs)
		want, last, err := c.together(bin)
		if err == nil {
			return bin, want
		}
		i := slices.IndexFunc(programs, func(p *progen.Program) bool { return p.Name == last })
		if i < 0 || c.t.Context().Err() != nil {
			c.t.Fatalf("the compiled programs of seed %d, in %q: %v", *seed, last, err)
		}
		programs[i].Ending = progen.Dies
	}
}

// compile gives the command made of many programs.
func (c *comparison) compile(path string, programs []*progen.Program) string {
	bin := filepath.Join(c.dir, "batch")
	if err := os.WriteFile(path, []byte(progen.Batch(programs)), 0o644); err != nil {
		c.t.Fatal(err)
	}
	cmd := exec.Command("go", "build", "-gcflags=-dwarf=false", "-ldflags=-s -w", "-o", bin, path)
	cmd.Env = append(os.Environ(), "GOAMD64=v1", "GOGC=400")
	if out, err := cmd.CombinedOutput(); err != nil {
		kept := filepath.Join(os.TempDir(), "generated-batch.go")
		os.WriteFile(kept, []byte(progen.Batch(programs)), 0o644)
		c.t.Fatalf("go build %s: %v\n%.2000s", kept, err, out)
	}
	return bin
}

// together gives what each program printed that was run with the others, and which was the last.
func (c *comparison) together(bin string) (want map[string]string, last string, err error) {
	ctx, stop := context.WithTimeout(c.t.Context(), 5*time.Minute)
	defer stop()
	out, err := exec.CommandContext(ctx, bin).Output()
	want = map[string]string{}
	for _, s := range strings.Split(string(out), progen.Mark)[1:] {
		var text string
		last, text, _ = strings.Cut(s, "\n")
		want[last] = text
	}
	if ctx.Err() != nil {
		c.t.Fatalf("the compiled program %s of seed %d does not end", last, *seed)
	}
	return want, last, err
}
