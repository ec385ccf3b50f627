package main

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/gojac/gojac/kernel"
)

// TestMain lets the test binary be gojac itself: a worker is the same binary started again.
func TestMain(m *testing.M) {
	if os.Getenv("GOJAC_TEST_AS_COMMAND") != "" {
		main()
	}
	os.Exit(m.Run())
}

// gojac runs the command as a user does.
func gojac(t *testing.T, stdin string, args ...string) (exit int, stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	cmd := exec.CommandContext(t.Context(), os.Args[0], args...)
	cmd.Env = append(os.Environ(), "GOJAC_TEST_AS_COMMAND=1")
	cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(stdin), &out, &errs
	var failed *exec.ExitError
	if err := cmd.Run(); err != nil && !errors.As(err, &failed) {
		t.Fatal(err)
	}
	return cmd.ProcessState.ExitCode(), out.String(), errs.String()
}

func TestCommand(t *testing.T) {
	program := "package main\n\nimport (\n\t\"fmt\"\n\t\"os\"\n)\n\nfunc main() {\n\tfmt.Println(\"from main\")\n\tos.Exit(3)\n}\n"
	for _, test := range []struct {
		name, stdin, args string
		exit              int
		stdout, stderr    string
	}{
		{"no command", "", "", 2, "", usage},
		{"help", "", "--help", 0, usage, ""},
		{"unknown", "", "serve", 2, "", "gojac: unknown command \"serve\"\n\n" + usage},
		{"a cell", "math.Sqrt(2)", "run -", 0, "1.4142135623730951\n", ""},
		{"a derivative", "func f(x float64) float64 { return x * x * x }\nad.Grad(ad.Grad(f))(2)", "run -", 0, "12\n", ""},
		{"a type error", "x := 1\nx + \"a\"", "run -", 1, "", "cell 1:2:1: invalid operation: x + \"a\" (mismatched types int and untyped string)\n"},
		{"a program", program, "run -", 3, "from main\n", ""},
		{"a program that is none", strings.Replace(program, "os.Exit(3)", "os.Exit(three)", 1), "run -", 1, "", "stdin:10:10: undefined: three\n"},
		{"kernel without a file", "", "kernel", 2, "", "gojac kernel: no connection file\n" + kernelUsage},
		{"kernel without its file", "", "kernel /no/such/file", 1, "", "gojac kernel: "},
	} {
		t.Run(test.name, func(t *testing.T) {
			exit, stdout, stderr := gojac(t, test.stdin, strings.Fields(test.args)...)
			if exit != test.exit || stdout != test.stdout || !strings.HasPrefix(stderr, test.stderr) || test.stderr == "" && stderr != "" {
				t.Errorf("exit %d, stdout %q, stderr %q\nwant %d, %q, %q", exit, stdout, stderr, test.exit, test.stdout, test.stderr)
			}
		})
	}
}

func TestVersion(t *testing.T) {
	_, stdout, _ := gojac(t, "", "version")
	if !regexp.MustCompile(`^gojac \d+\.\d+\.\d+, go1\.\S+, Jupyter protocol ` + regexp.QuoteMeta(kernel.ProtocolVersion) + "\n$").MatchString(stdout) {
		t.Errorf("got %q", stdout)
	}
}

// TestUsageListsEveryCommand: but the worker, which nobody types.
func TestUsageListsEveryCommand(t *testing.T) {
	for name := range commands {
		if listed := strings.Contains(usage, "  gojac "+name+" "); listed != (name != "worker" && name != "help") {
			t.Errorf("%s: listed %t in\n%s", name, listed, usage)
		}
	}
}

// TestKernelspecNamesTheProtocol: install knows no other room, so it has the version a second time.
func TestKernelspecNamesTheProtocol(t *testing.T) {
	dir := t.TempDir()
	if exit, _, stderr := gojac(t, "", "install", "--prefix", dir); exit != 0 {
		t.Fatalf("exit %d: %s", exit, stderr)
	}
	spec, err := os.ReadFile(filepath.Join(dir, "share/jupyter/kernels/gojac/kernel.json"))
	if err != nil || !bytes.Contains(spec, []byte(`"kernel_protocol_version": "`+kernel.ProtocolVersion)) {
		t.Errorf("error %v, want protocol %s in %s", err, kernel.ProtocolVersion, spec)
	}
}
