package install

import (
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
)

//go:generate go run ./logo

//go:embed logo-svg.svg logo-32x32.png logo-64x64.png
var logos embed.FS

// A kernelspec is kernel.json, in Jupyter's words.
type kernelspec struct {
	Argv            []string `json:"argv"`
	DisplayName     string   `json:"display_name"`
	Language        string   `json:"language"`
	InterruptMode   string   `json:"interrupt_mode"`
	ProtocolVersion string   `json:"kernel_protocol_version"`
	Metadata        metadata `json:"metadata"`
}

type metadata struct {
	Debugger bool `json:"debugger"`
}

func specFor(binary string) kernelspec {
	return kernelspec{
		Argv:            []string{binary, "kernel", "{connection_file}"},
		DisplayName:     "Go (gojac)",
		Language:        "go",
		InterruptMode:   "message",
		ProtocolVersion: "5.5.0",
	}
}

// write fills dir with the kernelspec. An earlier one of ours is replaced; a folder that something else wrote is not.
func write(dir, binary string) error {
	switch owner, err := owned(dir); {
	case err == nil && !owner:
		return foreign(dir)
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	files, err := contents(binary)
	if err != nil {
		return err
	}
	for _, f := range files {
		if err := os.WriteFile(filepath.Join(dir, f.name), f.data, 0o644); err != nil {
			return err
		}
	}
	return nil
}

type file struct {
	name string
	data []byte
}

// contents are the files of a kernelspec, kernel.json last: with it the kernel appears, whole.
func contents(binary string) ([]file, error) {
	var files []file
	entries, err := logos.ReadDir(".")
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		data, err := logos.ReadFile(e.Name())
		if err != nil {
			return nil, err
		}
		files = append(files, file{e.Name(), data})
	}
	data, err := json.MarshalIndent(specFor(binary), "", "  ")
	return append(files, file{"kernel.json", append(data, '\n')}), err
}

// remove deletes what write wrote, and the folder if that leaves it empty. It returns the names of what stays.
func remove(dir string) (left []string, err error) {
	switch owner, err := owned(dir); {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("no kernel in %s: nothing to remove", dir)
	case err != nil:
		return nil, err
	case !owner:
		return nil, foreign(dir)
	}
	files, err := contents("")
	if err != nil {
		return nil, err
	}
	for _, f := range slices.Backward(files) {
		if err := os.Remove(filepath.Join(dir, f.name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	if len(entries) == 0 {
		return nil, os.Remove(dir)
	}
	for _, e := range entries {
		left = append(left, e.Name())
	}
	return left, nil
}

// owned reports whether dir is a kernelspec of ours: one that starts `… kernel {connection_file}` under our display name,
// or one that an interrupted install left without its kernel.json. The error is fs.ErrNotExist where there is no folder,
// or an empty one.
func owned(dir string) (bool, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return false, err
	}
	if len(entries) == 0 {
		return false, fmt.Errorf("%s: %w", dir, fs.ErrNotExist)
	}
	data, err := os.ReadFile(filepath.Join(dir, "kernel.json"))
	if errors.Is(err, fs.ErrNotExist) {
		return !slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return !isLogo(e.Name()) }), nil
	}
	if err != nil {
		return false, err
	}
	var spec kernelspec
	ours := specFor("")
	return json.Unmarshal(data, &spec) == nil && spec.DisplayName == ours.DisplayName &&
		len(spec.Argv) > 0 && slices.Equal(spec.Argv[1:], ours.Argv[1:]), nil
}

func isLogo(name string) bool {
	_, err := fs.Stat(logos, name)
	return err == nil
}

func foreign(dir string) error {
	return fmt.Errorf("%s holds a kernel that gojac did not write: left as it is; --name N chooses another name", dir)
}
