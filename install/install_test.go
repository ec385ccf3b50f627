package install

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// command runs gojac install or uninstall and returns what a user sees.
func command(args ...string) (exit int, stdout, stderr string) {
	var out, errs strings.Builder
	exit = Main(args, &out, &errs)
	return exit, out.String(), errs.String()
}

func names(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range entries {
		out = append(out, e.Name())
	}
	return out
}

func TestInstallAndUninstall(t *testing.T) {
	prefix := t.TempDir()
	dir := filepath.Join(prefix, "share", "jupyter", "kernels", "gojac")
	for range 2 { // the second one replaces the first
		exit, stdout, stderr := command("install", "--prefix", prefix)
		if exit != 0 || !strings.Contains(stdout, dir) || !strings.Contains(stdout, "JUPYTER_PATH holds "+filepath.Join(prefix, "share", "jupyter")) || stderr != "" {
			t.Fatalf("exit %d\n%s%s", exit, stdout, stderr)
		}
	}
	want := []string{"kernel.json", "logo-32x32.png", "logo-64x64.png", "logo-svg.svg"}
	if got := names(t, dir); !slices.Equal(got, want) {
		t.Errorf("files %q, want %q", got, want)
	}
	data, err := os.ReadFile(filepath.Join(dir, "kernel.json"))
	if err != nil {
		t.Fatal(err)
	}
	var spec map[string]any
	if err := json.Unmarshal(data, &spec); err != nil {
		t.Fatal(err)
	}
	self, _ := os.Executable()
	argv, _ := spec["argv"].([]any)
	if len(argv) != 3 || argv[0] != self || argv[1] != "kernel" || argv[2] != "{connection_file}" {
		t.Errorf("argv %q, want %q kernel {connection_file}", argv, self)
	}
	delete(spec, "argv")
	got, err := json.Marshal(spec)
	if err != nil {
		t.Fatal(err)
	}
	if want := `{"display_name":"Go (gojac)","interrupt_mode":"message","kernel_protocol_version":"5.5.0","language":"go","metadata":{"debugger":false}}`; string(got) != want {
		t.Errorf("kernel.json:\n got %s\nwant %s", got, want)
	}
	if exit, stdout, stderr := command("uninstall", "--prefix", prefix); exit != 0 || !strings.Contains(stdout, dir) {
		t.Fatalf("exit %d\n%s%s", exit, stdout, stderr)
	}
	if got := names(t, filepath.Dir(dir)); len(got) != 0 {
		t.Errorf("uninstall left %q", got)
	}
	if exit, _, stderr := command("uninstall", "--prefix", prefix); exit != 1 || !strings.Contains(stderr, "no kernel in "+dir) {
		t.Errorf("a second uninstall: exit %d, %q", exit, stderr)
	}
}

func TestForeignFoldersStay(t *testing.T) {
	for name, files := range map[string]map[string]string{
		"another kernel":    {"kernel.json": `{"argv": ["gonb", "--kernel", "{connection_file}"], "display_name": "Go (gonb)", "language": "go"}`},
		"broken kernel":     {"kernel.json": `{`},
		"something else":    {"notes.txt": "mine"},
		"a logo and a file": {"logo-svg.svg": "<svg/>", "kernel.js": ""},
	} {
		t.Run(name, func(t *testing.T) {
			prefix := t.TempDir()
			dir := filepath.Join(prefix, "share", "jupyter", "kernels", "gojac")
			if err := os.MkdirAll(dir, 0o755); err != nil {
				t.Fatal(err)
			}
			for f, text := range files {
				if err := os.WriteFile(filepath.Join(dir, f), []byte(text), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			for _, verb := range []string{"install", "uninstall"} {
				if exit, _, stderr := command(verb, "--prefix", prefix); exit != 1 || !strings.Contains(stderr, "gojac did not write") {
					t.Errorf("%s: exit %d, %q", verb, exit, stderr)
				}
			}
			for f, text := range files {
				if data, err := os.ReadFile(filepath.Join(dir, f)); err != nil || string(data) != text {
					t.Errorf("%s: %q, %v; want it untouched", f, data, err)
				}
			}
		})
	}
}

func TestUninstallKeepsOthersFiles(t *testing.T) {
	prefix := t.TempDir()
	command("install", "--prefix", prefix, "--name", "gojac-1.2")
	dir := filepath.Join(prefix, "share", "jupyter", "kernels", "gojac-1.2")
	if err := os.WriteFile(filepath.Join(dir, "kernel.js"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	exit, stdout, _ := command("uninstall", "--prefix", prefix, "--name", "gojac-1.2")
	if got := names(t, dir); exit != 0 || !slices.Equal(got, []string{"kernel.js"}) || !strings.Contains(stdout, `stay: ["kernel.js"]`) {
		t.Errorf("exit %d, left %q, said %q", exit, got, stdout)
	}
}

func TestInterruptedInstallIsRepeated(t *testing.T) {
	prefix := t.TempDir()
	command("install", "--prefix", prefix)
	if err := os.Remove(filepath.Join(prefix, "share", "jupyter", "kernels", "gojac", "kernel.json")); err != nil {
		t.Fatal(err)
	}
	if exit, _, stderr := command("install", "--prefix", prefix); exit != 0 {
		t.Errorf("exit %d, %q", exit, stderr)
	}
}

func TestUserDirectoryFromTheEnvironment(t *testing.T) {
	data := t.TempDir()
	t.Setenv("JUPYTER_DATA_DIR", data)
	exit, stdout, stderr := command("install")
	if _, err := os.Stat(filepath.Join(data, "kernels", "gojac", "kernel.json")); exit != 0 || err != nil || strings.Contains(stdout, "JUPYTER_PATH") {
		t.Errorf("exit %d, %v\n%s%s", exit, err, stdout, stderr)
	}
}

func TestUsageErrors(t *testing.T) {
	for _, test := range []struct {
		args []string
		want string
	}{
		{[]string{"--name", "Go"}, `--name "Go": want letters a-z, digits, '.', '_' and '-'`},
		{[]string{"--name", "../x"}, `--name "../x": want`},
		{[]string{"--name", ".."}, `--name "..": want`},
		{[]string{"--name="}, `--name "": want`},
		{[]string{"--user", "--prefix", "/x"}, "exclude each other"},
		{[]string{"--prefix="}, "--prefix: want a directory"},
		{[]string{"here"}, `"here": want flags only`},
	} {
		exit, _, stderr := command(append([]string{"install"}, test.args...)...)
		if exit != 2 || !strings.Contains(stderr, test.want) {
			t.Errorf("install %q: exit %d, %q; want 2, %q", test.args, exit, stderr, test.want)
		}
	}
	if exit, stdout, _ := command("uninstall", "-h"); exit != 0 || stdout != usage {
		t.Errorf("-h: exit %d, %q", exit, stdout)
	}
}

func TestDirectories(t *testing.T) {
	home := func() (string, error) { return "/home/ada", nil }
	python := func() (string, error) { return "/opt/py", nil }
	none := func() (string, error) { return "", errors.New("none") }
	for _, test := range []struct {
		name  string
		place place
		goos  string
		env   map[string]string
		home  func() (string, error)
		want  string
	}{
		{"linux", place{}, "linux", nil, home, "/home/ada/.local/share/jupyter"},
		{"linux with XDG", place{user: true}, "linux", map[string]string{"XDG_DATA_HOME": "/xdg"}, home, "/xdg/jupyter"},
		{"mac", place{}, "darwin", map[string]string{"XDG_DATA_HOME": "/xdg"}, home, "/home/ada/Library/Jupyter"},
		{"windows", place{}, "windows", map[string]string{"APPDATA": "/AppData/Roaming"}, none, "/AppData/Roaming/jupyter"},
		{"windows without APPDATA", place{}, "windows", nil, home, "/home/ada/.jupyter/data"},
		{"JUPYTER_DATA_DIR", place{}, "darwin", map[string]string{"JUPYTER_DATA_DIR": "/data"}, none, "/data"},
		{"virtual environment", place{sysPrefix: true}, "linux", map[string]string{"VIRTUAL_ENV": "/venv", "CONDA_PREFIX": "/conda"}, home, "/venv/share/jupyter"},
		{"conda", place{sysPrefix: true}, "windows", map[string]string{"CONDA_PREFIX": "/conda", "JUPYTER_DATA_DIR": "/data"}, home, "/conda/share/jupyter"},
		{"python3", place{sysPrefix: true}, "linux", nil, home, "/opt/py/share/jupyter"},
		{"prefix", place{prefix: "/usr"}, "linux", map[string]string{"JUPYTER_DATA_DIR": "/data"}, home, "/usr/share/jupyter"},
	} {
		s := system{test.goos, func(key string) string { return test.env[key] }, test.home, python}
		got, err := test.place.dataDirOn(s)
		if err != nil || filepath.ToSlash(got) != test.want {
			t.Errorf("%s: got %s, %v; want %s", test.name, got, err, test.want)
		}
	}
	s := system{"linux", func(string) string { return "" }, none, none}
	for _, p := range []place{{}, {sysPrefix: true}} {
		if _, err := p.dataDirOn(s); err == nil || !strings.Contains(err.Error(), "--prefix DIR") {
			t.Errorf("%+v without a home and a python: error %v, want one that names --prefix", p, err)
		}
	}
}

func TestTemporaryBinariesAreRefused(t *testing.T) {
	for path, want := range map[string]bool{
		"/tmp/go-build123/b001/exe/gojac":      true,
		`C:\Temp\go-build9\b001\exe\gojac.exe`: true,
		"/home/ada/go/bin/gojac":               false,
		"/tmp/go-build123/b001/install.test":   false,
		"/home/ada/go-build/exe/gojac":         false,
	} {
		if got := goRun(path); got != want {
			t.Errorf("goRun(%q) = %t, want %t", path, got, want)
		}
	}
}
