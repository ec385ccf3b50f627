package stdlib

import (
	_ "embed"
	"strings"
	"sync"
)

//go:embed std.docs.bin
var stdDocs []byte

//go:embed own.docs.bin
var ownDocs []byte

var docArchives = sync.OnceValue(func() archives { return opened(stdDocs, ownDocs) })

// documents holds the comments of packages read so far, by path and symbol.
var documents = struct {
	mu   sync.Mutex
	read map[string]map[string]string
}{read: map[string]map[string]string{}}

// Doc returns the doc comment of a symbol as plain text in the syntax of go/doc/comment: "" names the package itself,
// "Name" a package-level object, "Type.Name" a method or field. It is "" where there is none.
func Doc(path, symbol string) string {
	documents.mu.Lock()
	defer documents.mu.Unlock()
	table, ok := documents.read[path]
	if !ok {
		data, _ := docArchives().read(path)
		table = map[string]string{}
		for rest := string(data); rest != ""; {
			var name, text string
			name, rest, _ = strings.Cut(rest, "\x00")
			text, rest, _ = strings.Cut(rest, "\x00")
			table[name] = text
		}
		documents.read[path] = table
	}
	return table[symbol]
}
