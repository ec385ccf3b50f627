package load

import (
	"go/build"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/mod/modfile"
	"golang.org/x/mod/module"
	"golang.org/x/mod/semver"
)

// cacheFolder returns the module cache: GOMODCACHE, or pkg/mod in GOPATH, from
// the environment or what go env -w wrote.
func cacheFolder() string {
	if dir := goEnv("GOMODCACHE"); dir != "" {
		return dir
	}
	gopath := goEnv("GOPATH")
	if gopath == "" {
		gopath = build.Default.GOPATH
	}
	if list := filepath.SplitList(gopath); len(list) > 0 {
		return filepath.Join(list[0], "pkg", "mod")
	}
	return ""
}

// goEnv returns a setting of the go command.
func goEnv(name string) string {
	if v := os.Getenv(name); v != "" {
		return v
	}
	file := os.Getenv("GOENV")
	if file == "" {
		dir, err := os.UserConfigDir()
		if err != nil {
			return ""
		}
		file = filepath.Join(dir, "go", "env")
	}
	data, _ := os.ReadFile(file)
	for line := range strings.Lines(string(data)) {
		if v, ok := strings.CutPrefix(strings.TrimSpace(line), name+"="); ok {
			return v
		}
	}
	return ""
}

// cachedDir returns where the cache has, or would have, a module.
func cachedDir(cache string, v module.Version) string {
	p, err := module.EscapePath(v.Path)
	version, err2 := module.EscapeVersion(v.Version)
	if err != nil || err2 != nil {
		return ""
	}
	return filepath.Join(cache, filepath.FromSlash(p)+"@"+version)
}

func cachedModFile(cache string, v module.Version) string {
	p, err := module.EscapePath(v.Path)
	version, err2 := module.EscapeVersion(v.Version)
	if err != nil || err2 != nil {
		return ""
	}
	return filepath.Join(cache, "cache", "download", filepath.FromSlash(p), "@v", version+".mod")
}

// newest returns the newest cached version of the module called modulePath
// that has a package: a release if there is one, as go get would choose. Once
// chosen, a version stays.
func (m *modules) newest(modulePath, importPath string) *selected {
	if s := m.list[modulePath]; s != nil {
		return s
	}
	for _, v := range cachedVersions(m.cache, modulePath) {
		mv := module.Version{Path: modulePath, Version: v}
		s := &selected{path: modulePath, version: v, dir: cachedDir(m.cache, mv), newest: true}
		if _, ok := m.inModule(s, importPath); !ok {
			continue
		}
		if data, err := os.ReadFile(cachedModFile(m.cache, mv)); err == nil {
			if file, err := modfile.ParseLax("go.mod", data, nil); err == nil {
				s.goVersion = languageOf(file)
			}
		}
		m.list[modulePath] = s
		return s
	}
	return nil
}

// cachedVersions returns the versions of a module in the cache, the best first.
func cachedVersions(cache, modulePath string) (versions []string) {
	escaped, err := module.EscapePath(modulePath)
	if err != nil {
		return nil
	}
	entries, _ := os.ReadDir(filepath.Join(cache, filepath.FromSlash(path.Dir(escaped))))
	for _, e := range entries {
		if v, ok := strings.CutPrefix(e.Name(), path.Base(escaped)+"@"); ok && e.IsDir() {
			if v, err := module.UnescapeVersion(v); err == nil && semver.IsValid(v) {
				versions = append(versions, v)
			}
		}
	}
	slices.SortFunc(versions, func(a, b string) int {
		if ra, rb := semver.Prerelease(a) == "", semver.Prerelease(b) == ""; ra != rb {
			if ra {
				return -1
			}
			return 1
		}
		return semver.Compare(b, a)
	})
	return versions
}

func isDir(dir string) bool {
	info, err := os.Stat(dir)
	return err == nil && info.IsDir()
}

// hasGo reports whether a folder has Go files.
func hasGo(dir string) bool {
	entries, _ := os.ReadDir(dir)
	return slices.ContainsFunc(entries, func(e os.DirEntry) bool { return strings.HasSuffix(e.Name(), ".go") && !e.IsDir() })
}
