package load

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestSelection builds module graphs at random, of requirements, languages with
// and without pruning, replacements and exclusions, and wants the versions that
// go list -m all names.
func TestSelection(t *testing.T) {
	if _, err := exec.LookPath("go"); err != nil {
		t.Skip("no go command to compare with")
	}
	n := 40
	if testing.Short() {
		n = 8
	}
	for seed := range n {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			r := rand.New(rand.NewPCG(uint64(seed), 1))
			dir, cache := t.TempDir(), t.TempDir()
			randomModules(t, r, dir, cache)
			goList(t, dir, cache)
			want := goList(t, dir, cache)
			m, err := modulesIn(dir, dir, cache)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for path, s := range m.list {
				if path != "main.test" {
					got = append(got, path+" "+s.version)
				}
			}
			slices.Sort(got)
			if strings.Join(got, "\n") != strings.Join(want, "\n") {
				file, _ := os.ReadFile(filepath.Join(dir, "go.mod"))
				t.Errorf("got:\n%s\nwant:\n%s\ngo.mod:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"), file)
			}
		})
	}
}

const (
	moduleCount  = 7
	versionCount = 4
)

func modulePath(i int) string { return fmt.Sprintf("m%d.test/x", i) }

// randomModules writes the go.mod files of the modules m0 to m6, each in four
// versions, as a module cache has them, and that of the main module in dir.
func randomModules(t *testing.T, r *rand.Rand, dir, cache string) {
	languages := []string{"", "go 1.16\n", "go 1.17\n", "go 1.20\n", "go 1.21\n"}
	requires := func(self, most int) string {
		var b strings.Builder
		for _, i := range r.Perm(moduleCount)[:r.IntN(most+1)] {
			if i != self {
				fmt.Fprintf(&b, "require %s v1.%d.0\n", modulePath(i), r.IntN(versionCount))
			}
		}
		return b.String()
	}
	for i := range moduleCount {
		at := filepath.Join(cache, "cache", "download", modulePath(i), "@v")
		if err := os.MkdirAll(at, 0o755); err != nil {
			t.Fatal(err)
		}
		list := ""
		for v := range versionCount {
			version := fmt.Sprintf("v1.%d.0", v)
			list += version + "\n"
			write(t, filepath.Join(at, version+".info"), fmt.Sprintf(`{"Version":%q}`, version))
			write(t, filepath.Join(at, version+".mod"), "module "+modulePath(i)+"\n"+languages[r.IntN(len(languages))]+requires(i, 3))
		}
		write(t, filepath.Join(at, "list"), list)
	}
	mod := "module main.test\n" + languages[1+r.IntN(len(languages)-1)] + requires(-1, 4)
	if r.IntN(3) == 0 {
		mod += fmt.Sprintf("replace %s => %[1]s v1.%d.0\n", modulePath(r.IntN(moduleCount)), r.IntN(versionCount))
	}
	if r.IntN(3) == 0 {
		mod += fmt.Sprintf("exclude %s v1.%d.0\n", modulePath(r.IntN(moduleCount)), r.IntN(versionCount))
	}
	write(t, filepath.Join(dir, "go.mod"), mod)
}

func write(t *testing.T, file, text string) {
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// goList returns the modules that the go command selects, with what replaces
// them. It raises go.mod's requirements to what it selects, and refuses a
// go.mod elsewhere that it would have to change.
func goList(t *testing.T, dir, cache string) (list []string) {
	cmd := exec.Command("go", "list", "-m", "-f", "{{if not .Main}}{{.Path}} {{if .Replace}}{{.Replace.Version}}{{else}}{{.Version}}{{end}}{{end}}", "all")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOFLAGS=-mod=mod", "GOMODCACHE="+t.TempDir(), "GOPROXY=file://"+filepath.ToSlash(filepath.Join(cache, "cache", "download")),
		"GOSUMDB=off", "GONOSUMDB=*", "GOTOOLCHAIN=local", "GOWORK=off", "GO111MODULE=on")
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v: %s", err, err.(*exec.ExitError).Stderr)
	}
	for line := range strings.Lines(string(out)) {
		if line = strings.TrimSpace(line); line != "" {
			list = append(list, line)
		}
	}
	slices.Sort(list)
	return list
}
