package install

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
)

const usage = `usage: gojac install   [--user | --sys-prefix | --prefix DIR] [--name N]
       gojac uninstall [--user | --sys-prefix | --prefix DIR] [--name N]

Tell Jupyter about this gojac, or make it forget.

  --user        for you alone, in Jupyter's data directory (the default)
  --sys-prefix  into the active Python environment: VIRTUAL_ENV, CONDA_PREFIX, or python3's
  --prefix DIR  into DIR/share/jupyter
  --name N      the kernel's name, gojac unless given
`

// defaultName is what notebooks of the course name in their metadata.
const defaultName = "gojac"

// validName is Jupyter's own rule, with lower case only: file systems that ignore case would mix names up.
var validName = regexp.MustCompile(`^[a-z0-9._-]+$`)

type options struct {
	place place
	name  string
}

// Main is `gojac install` and `gojac uninstall`: args begins with that word. It returns the exit code: 0, 1 if it failed,
// 2 for wrong usage.
func Main(args []string, stdout, stderr io.Writer) int {
	verb, args := args[0], args[1:]
	opts, err := parse(args)
	if errors.Is(err, flag.ErrHelp) {
		fmt.Fprint(stdout, usage)
		return 0
	}
	if err != nil {
		fmt.Fprintf(stderr, "gojac %s: %v\n\n%s", verb, err, usage)
		return 2
	}
	if verb == "uninstall" {
		err = uninstall(opts, stdout)
	} else {
		err = install(opts, stdout)
	}
	if err != nil {
		fmt.Fprintf(stderr, "gojac %s: %v\n", verb, err)
		return 1
	}
	return 0
}

func parse(args []string) (options, error) {
	opts := options{}
	fs := flag.NewFlagSet("install", flag.ContinueOnError)
	fs.SetOutput(io.Discard)
	fs.BoolVar(&opts.place.user, "user", false, "")
	fs.BoolVar(&opts.place.sysPrefix, "sys-prefix", false, "")
	fs.StringVar(&opts.place.prefix, "prefix", "", "")
	fs.StringVar(&opts.name, "name", defaultName, "")
	if err := fs.Parse(args); err != nil {
		return opts, err
	}
	if fs.NArg() > 0 {
		return opts, fmt.Errorf("%q: want flags only", fs.Arg(0))
	}
	if !validName.MatchString(opts.name) || opts.name == "." || opts.name == ".." {
		return opts, fmt.Errorf("--name %q: want letters a-z, digits, '.', '_' and '-'", opts.name)
	}
	prefixGiven := false
	fs.Visit(func(f *flag.Flag) { prefixGiven = prefixGiven || f.Name == "prefix" })
	if prefixGiven && opts.place.prefix == "" {
		return opts, errors.New("--prefix: want a directory")
	}
	if n := count(opts.place.user, opts.place.sysPrefix, prefixGiven); n > 1 {
		return opts, errors.New("--user, --sys-prefix and --prefix exclude each other: want one")
	}
	return opts, nil
}

func count(flags ...bool) (n int) {
	for _, f := range flags {
		if f {
			n++
		}
	}
	return n
}

func install(opts options, stdout io.Writer) error {
	dir, err := opts.dir()
	if err != nil {
		return err
	}
	binary, err := executable()
	if err != nil {
		return err
	}
	if err := write(dir, binary); err != nil {
		return err
	}
	fmt.Fprintf(stdout, "The kernel %q is installed in\n  %s\nand starts\n  %s\n", opts.name, dir, binary)
	if !opts.place.seen(os.Getenv) {
		fmt.Fprintf(stdout, "Jupyter looks there if its Python environment is in %s, or if JUPYTER_PATH holds %s.\n", opts.place.prefix, filepath.Dir(filepath.Dir(dir)))
	}
	fmt.Fprintf(stdout, "Next: start `jupyter lab` and choose Go (gojac), or run `jupyter console --kernel %s`.\n", opts.name)
	return nil
}

func uninstall(opts options, stdout io.Writer) error {
	dir, err := opts.dir()
	if err != nil {
		return err
	}
	left, err := remove(dir)
	if err != nil {
		return err
	}
	fmt.Fprintf(stdout, "The kernel %q is removed from\n  %s\n", opts.name, dir)
	if len(left) > 0 {
		fmt.Fprintf(stdout, "These files are not gojac's and stay: %q\n", left)
	}
	return nil
}

func (o options) dir() (string, error) {
	data, err := o.place.dataDir()
	if err != nil {
		return "", err
	}
	return filepath.Join(data, "kernels", o.name), nil
}

// executable is this program by its absolute path, since Jupyter starts it from anywhere. A binary that `go run` deletes
// at once is refused.
func executable() (string, error) {
	path, err := os.Executable()
	if err != nil {
		return "", fmt.Errorf("finding this program: %w", err)
	}
	if goRun(path) {
		return "", fmt.Errorf("%s is a temporary file of `go run`: build gojac first (`go build`, `go install`)", path)
	}
	return path, nil
}

var goRunPath = regexp.MustCompile(`go-build\d+[/\\]b\d+[/\\]exe[/\\]`)

func goRun(path string) bool { return goRunPath.MatchString(path) }
