package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"slices"
	"strings"
)

// portable lists, for packages that differ between systems, what all of them have: only that is packed.
var portable = map[string][]string{
	"syscall": strings.Fields(`
		Signal SIGABRT SIGALRM SIGHUP SIGINT SIGKILL SIGPIPE SIGQUIT SIGSEGV SIGTERM
		Errno EACCES EADDRINUSE EAGAIN EBADF EBUSY ECONNREFUSED ECONNRESET EEXIST EINTR EINVAL EIO EISDIR EMFILE ENOENT
		ENOSPC ENOTDIR ENOTEMPTY EPERM EPIPE ETIMEDOUT EXDEV
		Getpid Getppid`),
}

// reduce leaves of a package's types what is portable.
func (p *source) reduce() error {
	names := portable[p.ImportPath]
	if names == nil {
		return nil
	}
	var text strings.Builder
	fmt.Fprintf(&text, "package %s\n", p.types.Name())
	own := types.RelativeTo(p.types)
	for _, name := range names {
		switch obj := p.types.Scope().Lookup(name).(type) {
		case *types.Const:
			fmt.Fprintf(&text, "const %s %s = %s\n", name, types.TypeString(obj.Type(), own), obj.Val().ExactString())
		case *types.Func:
			fmt.Fprintln(&text, types.ObjectString(obj, own))
		case *types.TypeName:
			named := obj.Type().(*types.Named)
			fmt.Fprintf(&text, "type %s %s\n", name, types.TypeString(named.Underlying(), own))
			for m := range named.Methods() {
				if m.Exported() {
					fmt.Fprintf(&text, "func (x %s) %s%s\n", types.TypeString(m.Signature().Recv().Type(), own), m.Name(),
						strings.TrimPrefix(types.TypeString(m.Signature(), own), "func"))
				}
			}
		default:
			return fmt.Errorf("%s has no %s", p.ImportPath, name)
		}
	}
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "", text.String(), parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	conf := types.Config{IgnoreFuncBodies: true}
	p.types, err = conf.Check(p.ImportPath, fset, []*ast.File{f}, nil)
	return err
}

// packs reports whether the package is packed with the given name.
func (p *source) packs(name string) bool {
	names := portable[p.ImportPath]
	return ast.IsExported(name) && (names == nil || slices.Contains(names, name))
}
