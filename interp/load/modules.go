package load

import (
	"fmt"
	"go/token"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/mod/modfile"
	"golang.org/x/mod/module"
	"golang.org/x/mod/semver"

	"github.com/gojac/gojac/interp/stdlib"
)

// A folder is where a package lies.
type folder struct {
	path    string // what its package is imported by; "./x" outside modules
	dir     string
	show    string   // stands for dir in positions
	version string   // of the Go language, as in go1.22
	fixed   bool     // lies in the module cache, where nothing changes
	from    *modules // which its imports are looked up in
	nearby  bool     // may import "./x": cells
	note    string   // how its module was chosen, where no go.mod says so
}

// goVersion is the language of folders outside modules: that of cells.
const goVersion = "go1.26"

// modules are the modules that the packages of a main module can import from.
// Without a go.mod there is no main module, and the newest versions in the
// module cache are taken.
type modules struct {
	root   string // folder of go.mod, or the folder asked about
	base   string // what positions are relative to
	cache  string
	main   *modfile.File // nil without a go.mod
	vendor map[string]vendored
	list   map[string]*selected // by module path
	stamp  string               // what was read

	partial bool // the go.mod of some module was not there
}

// A selected module has the version that minimal version selection chose.
type selected struct {
	path, version string
	dir           string // "" if it is not in the cache
	goVersion     string
	local         bool // replaced by a folder
	newest        bool // chosen without a go.mod
}

// modulesAt finds the modules for the code in dir, by the go.mod there or in
// the nearest folder above.
func modulesAt(dir, base string) (*modules, error) { return modulesIn(dir, base, cacheFolder()) }

// modulesIn is modulesAt with a module cache.
func modulesIn(dir, base, cache string) (*modules, error) {
	m := &modules{root: dir, base: base, cache: cache, list: map[string]*selected{}, stamp: stampAt(dir)}
	for d := dir; ; d = filepath.Dir(d) {
		file := filepath.Join(d, "go.mod")
		data, err := os.ReadFile(file)
		if err != nil {
			if d == filepath.Dir(d) {
				return m, nil
			}
			continue
		}
		m.root = d
		if m.main, err = modfile.Parse(m.relative(file), data, nil); err != nil {
			return m, err
		}
		if m.main.Module == nil {
			return m, fmt.Errorf("%s: it names no module", m.relative(file))
		}
		break
	}
	m.list[m.main.Module.Mod.Path] = &selected{path: m.main.Module.Mod.Path, dir: m.root, goVersion: languageOf(m.main), local: true}
	if err := m.readVendor(); err != nil || m.vendor != nil {
		return m, err
	}
	return m, m.selectVersions()
}

// stampAt returns what the choice of modules in dir rests on.
func stampAt(dir string) string {
	for d := dir; ; d = filepath.Dir(d) {
		if data, err := os.ReadFile(filepath.Join(d, "go.mod")); err == nil {
			list, _ := os.ReadFile(filepath.Join(d, "vendor", "modules.txt"))
			stamp := d + string(data) + string(list)
			if file, err := modfile.Parse("go.mod", data, nil); err == nil {
				for _, r := range file.Replace {
					if r.New.Version == "" {
						mod, _ := os.ReadFile(filepath.Join(localDir(d, r.New.Path), "go.mod"))
						stamp += string(mod)
					}
				}
			}
			return stamp
		}
		if d == filepath.Dir(d) {
			return ""
		}
	}
}

// relative is how a file is called in positions.
func (m *modules) relative(file string) string {
	if rel, err := filepath.Rel(m.base, file); err == nil {
		return filepath.ToSlash(rel)
	}
	return file
}

// languageOf returns the version of Go that a go.mod asks for; 1.16 if none.
func languageOf(f *modfile.File) string {
	if f == nil || f.Go == nil {
		return "go1.16"
	}
	return "go" + f.Go.Version
}

// pruned reports whether a go.mod lists all that its packages need, so that
// its requirements need not be followed (Go 1.17).
func pruned(f *modfile.File) bool {
	return f.Go != nil && semver.Compare("v"+f.Go.Version, "v1.17") >= 0
}

// replaced returns what the main module's go.mod puts in place of m.
func (m *modules) replaced(v module.Version) (module.Version, bool) {
	for _, r := range m.main.Replace {
		if r.Old.Path == v.Path && (r.Old.Version == "" || r.Old.Version == v.Version) {
			return r.New, true
		}
	}
	return v, false
}

// selectVersions chooses the versions of all modules by minimal version
// selection (https://go.dev/ref/mod#minimal-version-selection), with the graph
// pruned as for Go 1.17.
func (m *modules) selectVersions() error {
	chosen := map[string]string{}
	type visit struct {
		module.Version
		through bool
	}
	seen := map[visit]bool{}
	choose := func(v module.Version) bool {
		if v.Path == m.main.Module.Mod.Path || slices.ContainsFunc(m.main.Exclude, func(x *modfile.Exclude) bool { return x.Mod == v }) {
			return false
		}
		if chosen[v.Path] == "" || semver.Compare(v.Version, chosen[v.Path]) > 0 {
			chosen[v.Path] = v.Version
		}
		return true
	}
	var follow func(v module.Version, through bool) error
	follow = func(v module.Version, through bool) error {
		if !choose(v) {
			return nil
		}
		if seen[visit{v, through}] {
			return nil
		}
		seen[visit{v, through}] = true
		_, file, err := m.module(v)
		if err != nil {
			return err
		}
		if file == nil {
			return nil
		}
		for _, r := range file.Require {
			if !through && pruned(file) {
				choose(r.Mod)
				continue
			}
			if err := follow(r.Mod, through || !pruned(file)); err != nil {
				return err
			}
		}
		return nil
	}
	for _, r := range m.main.Require {
		if err := follow(r.Mod, !pruned(m.main)); err != nil {
			return err
		}
	}
	for p, v := range chosen {
		s, _, err := m.module(module.Version{Path: p, Version: v})
		if err != nil {
			return err
		}
		m.list[p] = s
	}
	return nil
}

// module finds a module where it lies, and its go.mod as far as it is there.
func (m *modules) module(v module.Version) (*selected, *modfile.File, error) {
	s := &selected{path: v.Path, version: v.Version}
	var modFile string
	if to, ok := m.replaced(v); ok && to.Version == "" {
		s.local, s.dir = true, localDir(m.root, to.Path)
		modFile = filepath.Join(s.dir, "go.mod")
	} else {
		s.dir = cachedDir(m.cache, to)
		s.version = to.Version
		modFile = cachedModFile(m.cache, to)
	}
	data, err := os.ReadFile(modFile)
	if err != nil {
		m.partial = true
		return s, nil, nil // without it, go.mod has all that is needed, or what is missing is missed later
	}
	file, err := modfile.ParseLax(modFile, data, nil)
	if err != nil {
		return nil, nil, err
	}
	s.goVersion = languageOf(file)
	return s, file, nil
}

// localDir returns the folder that a go.mod in root names.
func localDir(root, name string) string {
	if dir := filepath.FromSlash(name); filepath.IsAbs(dir) {
		return dir
	}
	return filepath.Join(root, filepath.FromSlash(name))
}

// find returns the folder of an import path.
func (m *modules) find(importPath string) (folder, error) {
	if m.main != nil && m.vendor != nil {
		return m.findVendored(importPath)
	}
	var found []folder
	var missing *selected
	for p := importPath; p != "."; p = path.Dir(p) {
		s := m.list[p]
		if m.main == nil {
			s = m.newest(p, importPath)
		}
		if s == nil {
			continue
		}
		if !isDir(s.dir) {
			if missing == nil {
				missing = s
			}
			continue
		}
		if f, ok := m.inModule(s, importPath); ok {
			found = append(found, f)
		}
	}
	switch {
	case len(found) == 1:
		return found[0], nil
	case len(found) > 1:
		return folder{}, fmt.Errorf("ambiguous import: found in %s and %s", found[0].show, found[1].show)
	case missing != nil && missing.local:
		return folder{}, fmt.Errorf("go.mod replaces %s by the folder %s, which does not exist", missing.path, missing.dir)
	case missing != nil:
		return folder{}, fmt.Errorf("%s %s is in go.mod but not in the module cache; go mod download %s in %s fetches it", missing.path, missing.version, missing.path, m.where())
	}
	return folder{}, m.notFound(importPath)
}

func (m *modules) where() string {
	if rel := m.relative(m.root); rel != "." {
		return rel
	}
	return "the folder of the notebook"
}

// notFound says what would make an import path known.
func (m *modules) notFound(importPath string) error {
	if first, _, _ := strings.Cut(importPath, "/"); !strings.Contains(first, ".") {
		if m.main != nil {
			if s := m.list[m.main.Module.Mod.Path]; importPath == s.path || strings.HasPrefix(importPath, s.path+"/") {
				return fmt.Errorf("module %s, whose go.mod is in %s, has no package there", s.path, m.where())
			}
		}
		_, err := stdlib.Importer(token.NewFileSet()).Import(importPath)
		return err
	}
	if m.main == nil {
		return fmt.Errorf("not in the module cache; go mod init notebook, then go get %s, in the folder of the notebook, fetch it", importPath)
	}
	return fmt.Errorf("no module that go.mod requires has it; go get %s in %s adds one", importPath, m.where())
}

// inModule returns the folder of a package in a module, if the module has it.
func (m *modules) inModule(s *selected, importPath string) (folder, bool) {
	rest := strings.TrimPrefix(strings.TrimPrefix(importPath, s.path), "/")
	dir := filepath.Join(s.dir, filepath.FromSlash(rest))
	for d := dir; len(d) > len(s.dir); d = filepath.Dir(d) {
		if _, err := os.Stat(filepath.Join(d, "go.mod")); err == nil {
			return folder{}, false // another module
		}
	}
	if !hasGo(dir) {
		return folder{}, false
	}
	f := folder{path: importPath, dir: dir, version: s.goVersion, fixed: !s.local, from: m}
	if f.version == "" {
		f.version = "go1.16"
	}
	if s.local {
		f.show = m.relative(dir)
	} else {
		f.show = path.Join(s.path+"@"+s.version, rest)
	}
	if s.newest {
		f.note = fmt.Sprintf("%s %s is the newest version in the module cache; a go.mod beside the notebook would choose", s.path, s.version)
	}
	return f, true
}

// A vendored package lies in the vendor folder.
type vendored struct{ module, version string }

// readVendor reads vendor/modules.txt, if Go would use the vendor folder.
func (m *modules) readVendor() error {
	file := filepath.Join(m.root, "vendor", "modules.txt")
	data, err := os.ReadFile(file)
	if err != nil || m.main.Go == nil || semver.Compare("v"+m.main.Go.Version, "v1.14") < 0 {
		return nil
	}
	m.vendor = map[string]vendored{}
	listed := map[string]bool{}
	at, version := "", "go1.16"
	for line := range strings.Lines(string(data)) {
		line = strings.TrimSpace(line)
		switch rest, isModule := strings.CutPrefix(line, "# "); {
		case isModule:
			words := strings.Fields(rest)
			at, version = words[0], "go1.16"
			if len(words) > 1 {
				listed[words[0]+" "+words[1]] = true
			}
		case strings.HasPrefix(line, "## "):
			for part := range strings.SplitSeq(line[3:], ";") {
				if v, ok := strings.CutPrefix(strings.TrimSpace(part), "go "); ok {
					version = "go" + v
				}
			}
		case line != "":
			m.vendor[line] = vendored{at, version}
		}
	}
	for _, r := range m.main.Require {
		if !listed[r.Mod.Path+" "+r.Mod.Version] {
			return fmt.Errorf("%s: it does not list %s, which go.mod requires; go mod vendor in %s makes it agree", m.relative(file), r.Mod, m.where())
		}
	}
	return nil
}

func (m *modules) findVendored(importPath string) (folder, error) {
	main := m.list[m.main.Module.Mod.Path]
	if importPath == main.path || strings.HasPrefix(importPath, main.path+"/") {
		if f, ok := m.inModule(main, importPath); ok {
			return f, nil
		}
	}
	v, ok := m.vendor[importPath]
	dir := filepath.Join(m.root, "vendor", filepath.FromSlash(importPath))
	if !ok || !hasGo(dir) {
		if first, _, _ := strings.Cut(importPath, "/"); !strings.Contains(first, ".") {
			return folder{}, m.notFound(importPath)
		}
		return folder{}, fmt.Errorf("not in the vendor folder; go get %s, an import of it in a Go file, and go mod vendor in %s put it there", importPath, m.where())
	}
	return folder{path: importPath, dir: dir, show: m.relative(dir), version: v.version, from: m}, nil
}
