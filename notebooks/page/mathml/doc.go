// Package mathml turns TeX into MathML, which browsers lay out without a script and without a network. It reads the part of
// TeX that MathJax and KaTeX share and a lecture uses.
//
// MathML leaves a few things to a style sheet, under these classes: tex-bf, tex-it, tex-sf and tex-tt (fonts), tex-l, tex-c and
// tex-r (columns of a table), tex-pairs (columns that touch), tex-bar, tex-bar-after and tex-rule (lines in a table),
// tex-braced, tex-boxed, tex-cancel, and tex-unknown (a command that is not known).
//
// The package imports the standard library only. Start reading in mathml.go: a parser goes through the formula once and
// collects atoms, each with the kind that decides the space around it. Commands are rows of tables, in symbols.go those that
// stand for a sign, in commands.go those that read arguments; layout.go puts atoms side by side.
package mathml
