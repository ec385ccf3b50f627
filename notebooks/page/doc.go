// Package page makes a notebook into one HTML file that needs no network and no script: markdown by goldmark, formulas as
// MathML, Go marked up by its own scanner, pictures inside. It is readable in light and dark, on a phone and on paper.
//
// The package imports nbformat, mathml below it, and goldmark. Start reading in page.go; markdown.go and math.go make the
// prose, highlight.go the code, output.go and terminal.go what cells showed. page.html is the template, page.css its style.
package page
