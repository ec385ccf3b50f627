package machine

import (
	"bufio"
	"bytes"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"sort"
	"strings"
	"testing"
	"time"
)

var (
	goTests  = flag.Bool("gotests", false, "run all programs of the Go distribution's test folder")
	goMatch  = flag.String("gomatch", "", "with -gotests: only files whose path contains this")
	childEnv = "GOJAC_MACHINE_PROGRAMS"
)

// goTestSample is what the ordinary test runs of the Go distribution's programs.
var goTestSample = []string{
	"defer.go", "method.go", "method5.go", "ken/embed.go", "ken/interfun.go", "typeparam/list.go",
	"typeparam/maps.go", "switch.go", "stringrange.go", "convert4.go", "ddd.go", "copy.go", "recover3.go",
}

// TestGoPrograms runs programs of the Go distribution that say // run, and
// compares their output with what stands beside them. A program may be refused;
// it must not do anything else than it does compiled.
func TestGoPrograms(t *testing.T) {
	root := filepath.Join(runtime.GOROOT(), "test")
	if _, err := os.Stat(root); err != nil {
		t.Skip("the Go distribution's test folder is not here")
	}
	files := goTestSample
	if *goTests {
		files = runnable(root)
	}
	results := map[string][]string{}
	for _, r := range runPrograms(t, root, files) {
		results[r.status] = append(results[r.status], r.file+": "+r.detail)
		if r.status != "pass" && (!*goTests || r.status != "refused") {
			t.Errorf("%s: %s: %s", r.status, r.file, r.detail)
		}
	}
	for _, s := range []string{"pass", "refused", "wrong", "crash", "hang"} {
		t.Logf("%s: %d", s, len(results[s]))
	}
	sort.Strings(results["refused"])
	if *goTests {
		t.Log("refused:\n" + strings.Join(results["refused"], "\n"))
	}
}

func runnable(root string) (files []string) {
	for _, dir := range []string{".", "typeparam", "chan", "fixedbugs", "ken", "abi", "interface", "escape", "internal/runtime"} {
		all, _ := filepath.Glob(filepath.Join(root, dir, "*.go"))
		for _, f := range all {
			src, _ := os.ReadFile(f)
			first, _, _ := strings.Cut(string(src), "\n")
			if strings.TrimSpace(first) == "// run" && strings.Contains(f, *goMatch) {
				rel, _ := filepath.Rel(root, f)
				files = append(files, rel)
			}
		}
	}
	return files
}

type outcome struct{ file, status, detail string }

// runPrograms runs each file in a child process that goes on to the next; when
// one kills it or hangs, another child goes on.
func runPrograms(t *testing.T, root string, files []string) (out []outcome) {
	for len(files) > 0 {
		done := child(t, root, files)
		out = append(out, done...)
		files = files[len(done):]
	}
	return out
}

func child(t *testing.T, root string, files []string) (out []outcome) {
	cmd := exec.Command(os.Args[0], "-test.run=^TestChild$", "-test.timeout=0")
	cmd.Dir = root
	cmd.Env = append(os.Environ(), "GOGC=400", childEnv+"="+strings.Join(files, "\x01"))
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	pipe, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := make(chan string)
	go func() {
		sc := bufio.NewScanner(pipe)
		sc.Buffer(nil, 1<<20)
		for sc.Scan() {
			lines <- sc.Text()
		}
		close(lines)
	}()
	for len(out) < len(files) {
		select {
		case line, ok := <-lines:
			if !ok {
				cmd.Wait()
				return append(out, outcome{files[len(out)], "crash", firstLines(stderr.String(), 6)})
			}
			if rest, ok := strings.CutPrefix(line, "\x02"); ok {
				f := strings.SplitN(rest, "\x01", 3)
				out = append(out, outcome{f[0], f[1], strings.ReplaceAll(f[2], "\x03", "\n")})
			}
		case <-time.After(60 * time.Second):
			cmd.Process.Kill()
			cmd.Wait()
			return append(out, outcome{files[len(out)], "hang", ""})
		}
	}
	cmd.Process.Kill()
	cmd.Wait()
	return out
}

func firstLines(s string, n int) string {
	lines := strings.Split(s, "\n")
	return strings.Join(lines[:min(n, len(lines))], "\n")
}

// TestChild is the child of runPrograms.
func TestChild(t *testing.T) {
	list := os.Getenv(childEnv)
	if list == "" {
		t.Skip("only as a child")
	}
	out := os.Stdout
	dir, _ := os.Getwd()
	for _, f := range strings.Split(list, "\x01") {
		os.Chdir(dir)
		status, detail := runProgram(f)
		fmt.Fprintf(out, "\n\x02%s\x01%s\x01%s\n", f, status, strings.ReplaceAll(detail, "\n", "\x03"))
	}
}

func runProgram(file string) (status, detail string) {
	defer func() {
		if r := recover(); r != nil {
			buf := make([]byte, 8000)
			status, detail = "crash", fmt.Sprint(r, "\n", string(buf[:runtime.Stack(buf, false)]))
		}
	}()
	p, err := load(file, nil)
	if err != nil {
		return "refused", firstLines(err.Error(), 3)
	}
	tmp, err := os.CreateTemp("", "machine")
	if err != nil {
		return "crash", err.Error()
	}
	defer os.Remove(tmp.Name())
	os.Stdout, os.Stderr = tmp, tmp
	os.Args = []string{file}
	_, err = p.run()
	p.m.Interrupt()
	var exit *Exit
	if err != nil && !(errors.As(err, &exit) && exit.Code == 0) {
		return "wrong", describe(p.fset, err)
	}
	got, _ := os.ReadFile(tmp.Name())
	want, _ := os.ReadFile(strings.TrimSuffix(file, ".go") + ".out")
	if string(got) != string(want) {
		return "wrong", fmt.Sprintf("printed %q\nwant %q", cut(got), cut(want))
	}
	return "pass", ""
}

func cut(b []byte) string {
	if len(b) > 300 {
		b = b[:300]
	}
	return string(b)
}
