package install

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
)

// A place is what the flags say: one of user (also if none is set), sysPrefix, prefix.
type place struct {
	user, sysPrefix bool
	prefix          string
}

// A system is what the choice of a directory depends on; tests make others than the one they run on.
type system struct {
	goos   string
	getenv func(string) string
	home   func() (string, error)
	python func() (string, error) // sys.prefix of the python3 on the path
}

func thisSystem() system {
	return system{runtime.GOOS, os.Getenv, os.UserHomeDir, pythonPrefix}
}

// UserDir returns the user's own data directory of Jupyter.
func UserDir() (string, error) { return thisSystem().userDir() }

func (p place) dataDir() (string, error) { return p.dataDirOn(thisSystem()) }

// dataDirOn returns Jupyter's data directory, as jupyter_core/paths.py finds it.
func (p place) dataDirOn(s system) (string, error) {
	switch {
	case p.prefix != "":
		prefix, err := filepath.Abs(p.prefix)
		return filepath.Join(prefix, "share", "jupyter"), err
	case p.sysPrefix:
		prefix, err := s.sysPrefix()
		return filepath.Join(prefix, "share", "jupyter"), err
	}
	return s.userDir()
}

// seen reports whether Jupyter looks into the place by itself.
func (p place) seen(getenv func(string) string) bool {
	if p.prefix == "" {
		return true
	}
	prefix := filepath.Clean(p.prefix)
	for _, known := range []string{"/usr", "/usr/local", getenv("VIRTUAL_ENV"), getenv("CONDA_PREFIX")} {
		if known != "" && prefix == filepath.Clean(known) {
			return true
		}
	}
	return false
}

func (s system) userDir() (string, error) {
	if dir := s.getenv("JUPYTER_DATA_DIR"); dir != "" {
		return filepath.Abs(dir)
	}
	if s.goos == "windows" {
		if appdata := s.getenv("APPDATA"); appdata != "" {
			return filepath.Join(appdata, "jupyter"), nil
		}
	}
	home, err := s.home()
	if err != nil {
		return "", fmt.Errorf("--user: %w; --prefix DIR says where", err)
	}
	switch s.goos {
	case "darwin":
		return filepath.Join(home, "Library", "Jupyter"), nil
	case "windows":
		return filepath.Join(home, ".jupyter", "data"), nil
	}
	if xdg := s.getenv("XDG_DATA_HOME"); xdg != "" {
		return filepath.Join(xdg, "jupyter"), nil
	}
	return filepath.Join(home, ".local", "share", "jupyter"), nil
}

// sysPrefix is the active environment; without one, the environment of the python3 that a shell would start.
func (s system) sysPrefix() (string, error) {
	for _, name := range []string{"VIRTUAL_ENV", "CONDA_PREFIX"} {
		if dir := s.getenv(name); dir != "" {
			return filepath.Abs(dir)
		}
	}
	dir, err := s.python()
	if err != nil {
		return "", fmt.Errorf("--sys-prefix: no VIRTUAL_ENV, no CONDA_PREFIX, and %w; --prefix DIR names the environment", err)
	}
	return dir, nil
}

func pythonPrefix() (string, error) {
	for _, name := range []string{"python3", "python"} {
		out, err := exec.Command(name, "-c", "import sys; print(sys.prefix)").Output()
		if dir := strings.TrimSpace(string(out)); err == nil && filepath.IsAbs(dir) {
			return dir, nil
		}
	}
	return "", errors.New("no python3 that runs")
}
