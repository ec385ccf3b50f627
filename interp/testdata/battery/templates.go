package main

import (
	"fmt"
	"os"
	"strings"
	"text/tabwriter"
	"text/template"
)

type Item struct {
	Name  string
	Price float64
	Tags  []string
	Dims  map[string]int
	inner int
}

func (i Item) Total(n int) float64   { return i.Price * float64(n) }
func (i *Item) Upper() string        { return strings.ToUpper(i.Name) }
func (i Item) Fail() (string, error) { return "", fmt.Errorf("failed %s", i.Name) }

type Page struct {
	Title string
	Items []*Item
	Show  bool
	Sub   struct{ A, B int }
}

func (p Page) Count() int { return len(p.Items) }

type Money float64

func (m Money) String() string { return fmt.Sprintf("$%.2f", float64(m)) }

func main() {
	t := template.Must(template.New("p").Funcs(template.FuncMap{
		"join":  strings.Join,
		"add":   func(a, b int) int { return a + b },
		"money": func(f float64) Money { return Money(f) },
	}).Parse(`{{define "row"}}- {{.Name}} {{money .Price}} {{join .Tags ","}} {{.Total 3}} {{.Upper}}
{{end}}{{.Title}} ({{.Count}}) {{.Sub.A | add 10}}
{{range $i, $e := .Items}}{{$i}}{{template "row" $e}}{{else}}none{{end}}{{if and .Show (gt (len .Items) 1)}}shown{{end}}
{{with index .Items 0}}{{.Name | printf "%q"}} {{index .Dims "w"}}{{end}} {{eq .Title "T"}}
`))
	p := Page{Title: "T", Items: []*Item{{"pen", 1.5, []string{"a", "b"}, map[string]int{"w": 3}, 1}, {Name: "ink"}}, Show: true}
	p.Sub.A = 5
	if err := t.Execute(os.Stdout, p); err != nil {
		fmt.Println(err)
	}
	var sb strings.Builder
	err := template.Must(template.New("e").Parse("{{.Fail}}")).Execute(&sb, p.Items[0])
	fmt.Println(err)
	err = template.Must(template.New("m").Parse("{{.Missing}}")).Execute(&sb, p)
	fmt.Println(err)
	err = template.Must(template.New("u").Parse("{{.inner}}")).Execute(&sb, p.Items[0])
	fmt.Println(err)
	template.Must(template.New("v").Parse("{{.}} {{range .}}{{.}};{{end}}\n")).Execute(os.Stdout, []Money{1, 2.5})
	w := tabwriter.NewWriter(os.Stdout, 0, 8, 2, ' ', 0)
	fmt.Fprintln(w, "a\tbbb\tc")
	fmt.Fprintln(w, "aaaa\tb\tc")
	w.Flush()
}
