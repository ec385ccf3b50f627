package interp

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// programVar makes the test binary run a program and nothing else.
const programVar = "GOJAC_TEST_PROGRAM"

func runProgramFile(path string) int {
	source, err := os.ReadFile(path)
	if err != nil {
		return 99
	}
	return RunProgram(path, source, os.Stderr)
}

// TestPrograms runs programs and wants their output and exit code to be those
// of compiled Go, or a refusal with its place.
func TestPrograms(t *testing.T) {
	for _, test := range []struct {
		name, source, stdout, stderr string
		exit                         int
	}{
		{"strict", "package main\nimport \"fmt\"\nvar x = f()\nfunc init() { x++ }\nfunc f() int { return 41 }\nfunc main() { fmt.Println(x); 1 < 2 }", "", "prog.go:6:31: 1 < 2 (untyped bool constant true) is not used", 1},
		{"init", "package main\nimport \"fmt\"\nvar x = f()\nfunc init() { x++ }\nfunc f() int { return 41 }\nfunc main() { fmt.Println(x) }", "42\n", "", 0},
		{"exit", "package main\nimport \"os\"\nfunc main() { defer println(1); os.Exit(7) }", "", "", 7},
		{"exit in a method that fmt calls", "package main\nimport (\"fmt\"; \"os\")\ntype t struct{}\nfunc (t) String() string { os.Exit(7); return \"\" }\nfunc main() { fmt.Println(t{}) }", "", "", 7},
		{"overflow in a method that fmt calls", "package main\nimport \"fmt\"\ntype t struct{}\nfunc (v t) String() string { return v.String() + fmt.Sprint() }\nfunc main() { defer fmt.Println(1); fmt.Println(t{}); fmt.Println(2) }", "", "stack overflow", 2},
		{"panic", "package main\nfunc main() { defer println(\"deferred\"); panic(\"boom\") }", "", "deferred\npanic: boom\n\ngoroutine 1 [running]:", 2},
		{"panic with a complex number", "package main\ntype c complex64\nfunc main() { panic(c(2i)) }", "", "panic: main.c(0+2i)\n", 2},
		{"goroutine", "package main\nfunc main() { go func() { panic(\"lost\") }(); select {} }", "", "panic: lost", 2},
		{"goroutine while others wait", "package main\nfunc main() { defer println(\"never\"); c := make(chan int); go func() { defer println(\"deferred\"); panic(\"lost\") }(); <-c }", "", "deferred\npanic: lost", 2},
		{"deadlock", "package main\nimport \"fmt\"\nfunc wait(c chan int) {\n\tfmt.Println(1)\n\t<-c\n}\nfunc main() { defer fmt.Println(2); wait(nil) }", "1\n", "fatal error: all goroutines are asleep - deadlock!\n\ngoroutine 1 [waiting]:\nmain.wait(...)\n\t", 2},
		{"mutex", "package main\nimport \"sync\"\nfunc main() { var mu sync.Mutex; var wg sync.WaitGroup; mu.Lock(); wg.Go(func() { mu.Lock() }); wg.Wait() }", "", "fatal error: all goroutines are asleep - deadlock!", 2},
		{"no goroutine", "package main\nimport \"runtime\"\nfunc main() { runtime.Goexit() }", "", "fatal error: no goroutines (main called runtime.Goexit) - deadlock!\n", 2},
		{"timer", "package main\nimport \"time\"\nfunc main() { t := time.NewTimer(600 * time.Millisecond); c := make(chan int); time.AfterFunc(700*time.Millisecond, func() { close(c) }); <-t.C; <-c; println(3) }", "", "3\n", 0},
		{"unused", "package main\nimport \"os\"\nfunc main() { x := 1 }", "", "prog.go:2:8: \"os\" imported and not used\n", 1},
		{"syntax", "package main\nfunc main() {\n\tx := )\n}", "", "prog.go:3:7: expected operand, found ')'", 1},
		{"package", "package lib\n", "", "prog.go:1:9: package lib is not a program", 1},
		{"no main", "package main\n", "", "function main is undeclared", 1},
		{"an index and && before it", "package main\nfunc a(bool) string { return \"a\" }\nfunc i() int { return 0 }\nfunc b() bool { return true }\nfunc main() {\n\tprintln(a(b())[i()])\n\tprintln(a(b() && b())[0])\n\tprintln(a(b() && b())[i()])\n}", "", "prog.go:8:23: && or || in a value", 1},
		{"refused", "package main\nimport \"runtime\"\nfunc main() { runtime.SetFinalizer(new(int), func(*int) {}) }", "", "prog.go:3:", 1},
		{"places", "package main\nimport (\"log\"; \"log/slog\"; \"os\"; \"path/filepath\")\ntype L struct{ *log.Logger }\nfunc (l L) Warn(s string) { l.Output(2, \"warn \"+s) }\nfunc main() {\n\tl := log.New(os.Stdout, \"> \", log.Lshortfile|log.Lmsgprefix)\n\tl.Println(\"a\", 1)\n\tL{l}.Warn(\"w\")\n" +
			"\tslog.New(slog.NewTextHandler(os.Stdout, &slog.HandlerOptions{AddSource: true, ReplaceAttr: func(g []string, a slog.Attr) slog.Attr {\n\t\tif s, ok := a.Value.Any().(*slog.Source); ok {\n\t\t\ts.File = filepath.Base(s.File)\n\t\t\treturn a\n\t\t}\n\t\treturn slog.Attr{}\n\t}})).Info(\"x\")\n\tlog.SetFlags(log.Lshortfile)\n\tlog.Panicf(\"end %d\", 2)\n}",
			"prog.go:7: > a 1\nprog.go:8: > warn w\nsource=prog.go:15\n", "prog.go:17: end 2\npanic: end 2\n", 2},
		{"nil", "package main\nfunc main() { func() { var p *int; *p = 1 }() }", "", "panic: runtime error: invalid memory address or nil pointer dereference\n[signal SIGSEGV: segmentation violation]\n\ngoroutine 1 [running]:\nmain.main.func1(...)\n", 2},
		{"nil before", "package main\nfunc main() { defer func() { recover(); panic(1) }(); var p *int; *p = 1 }", "", "panic: runtime error: invalid memory address or nil pointer dereference [recovered]\n\tpanic: 1\n[signal SIGSEGV: segmentation violation]\n", 2},
		{"stack", "package main\nimport \"runtime/debug\"\nfunc main() {\n\tdefer func() { recover(); debug.PrintStack() }()\n\tf(nil)\n}\nfunc f(p *int) { *p = 1 }\n", "", "panic(...)\n\truntime/panic.go\nmain.f(...)", 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "prog.go")
			if err := os.WriteFile(path, []byte(test.source), 0o644); err != nil {
				t.Fatal(err)
			}
			stdout, stderr, exit := runProgram(t, path)
			if exit != test.exit {
				t.Errorf("exit code %d, want %d", exit, test.exit)
			}
			if stdout != test.stdout {
				t.Errorf("stdout %q, want %q", stdout, test.stdout)
			}
			if !strings.Contains(stderr, test.stderr) {
				t.Errorf("stderr:\n%s\nwant in it:\n%s", stderr, test.stderr)
			}
		})
	}
}

// TestProgramFiles runs programs that print where their lines are. What each
// prints compiled is in the file beside it.
func TestProgramFiles(t *testing.T) {
	files, err := filepath.Glob("testdata/programs/*.go")
	if err != nil || len(files) == 0 {
		t.Fatalf("no programs: %v", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			want, err := os.ReadFile(strings.TrimSuffix(file, ".go") + ".out")
			if err != nil {
				t.Fatal(err)
			}
			stdout, stderr, exit := runProgram(t, file)
			if stdout != string(want) || exit != 0 {
				t.Errorf("exit code %d; got:\n%s\nwant:\n%s\nstderr:\n%s", exit, stdout, want, stderr)
			}
		})
	}
}

// runProgram runs a file in a process of its own.
func runProgram(t *testing.T, path string) (stdout, stderr string, exitCode int) {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), programVar+"="+path)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return out.String(), errs.String(), cmd.ProcessState.ExitCode()
}
