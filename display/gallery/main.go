// Command gallery writes a page with every picture of display at several sizes, and
// each picture as a file beside it: what to look at after a change.
//
//	go run ./display/gallery OUT
package main

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html"
	"log"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/gojac/gojac/display"
)

// An exhibit is one bundle under a name.
type exhibit struct {
	name   string
	bundle display.Bundle
}

func main() {
	log.SetFlags(0)
	if len(os.Args) != 2 {
		log.Fatal("usage: go run ./display/gallery OUT")
	}
	if err := write(os.Args[1], exhibits()); err != nil {
		log.Fatal("gallery: ", err)
	}
}

// write leaves index.html, bundles.json (name → MIME type → data) and each picture
// as a file in dir.
func write(dir string, all []exhibit) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	bundles := map[string]map[string]any{}
	var page strings.Builder
	page.WriteString(pageHead)
	for _, e := range all {
		bundles[e.name] = e.bundle.Data
		rich, _ := e.bundle.Data["text/html"].(string)
		plain, _ := e.bundle.Data["text/plain"].(string)
		fmt.Fprintf(&page, "<h2>%s <small>%d kB</small></h2>%s<details><summary>text/plain</summary><pre>%s</pre></details>\n",
			html.EscapeString(e.name), len(rich)/1024, rich, html.EscapeString(plain))
		if err := writeFiles(dir, e, rich); err != nil {
			return err
		}
	}
	index, err := json.MarshalIndent(bundles, "", " ")
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, "bundles.json"), index, 0o644); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "index.html"), []byte(page.String()), 0o644)
}

var picture = regexp.MustCompile(`data:image/svg\+xml;base64,([^"]+)"`)

func writeFiles(dir string, e exhibit, rich string) error {
	stem := filepath.Join(dir, strings.Map(func(r rune) rune {
		if r == ' ' || r == '/' || r == ':' {
			return '-'
		}
		return r
	}, e.name))
	for _, file := range []struct{ ext, data string }{
		{".svg", first(picture.FindStringSubmatch(rich))}, {".png", text(e.bundle.Data["image/png"])},
	} {
		if file.data == "" {
			continue
		}
		data, err := base64.StdEncoding.DecodeString(file.data)
		if err != nil {
			return fmt.Errorf("%s: %w", e.name, err)
		}
		if err := os.WriteFile(stem+file.ext, data, 0o644); err != nil {
			return err
		}
	}
	return nil
}

func first(match []string) string {
	if len(match) < 2 {
		return ""
	}
	return match[1]
}

func text(v any) string {
	s, _ := v.(string)
	return s
}

const pageHead = `<!doctype html><meta charset="utf-8"><title>gojac: gallery</title>
<style>:root{color-scheme:light dark}body{font:14px/1.5 system-ui,sans-serif;margin:24px;max-width:1100px}
@media(prefers-color-scheme:dark){body{background:#111;color:#ddd}}h2{font-size:15px;margin:32px 0 6px}small{opacity:.6;font-weight:400}pre{overflow:auto}</style>
`
