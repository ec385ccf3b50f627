// Package display turns values into what a notebook shows: computation graphs,
// traces, Jacobians, sums over paths, tensors and plots, each as a bundle of MIME
// types.
//
// Every bundle is first a static picture or table. Its text/html carries the picture
// as an <img> with the SVG in a data URI and, where numbers matter, a table; that
// survives notebooks that are not trusted, dark themes and exported pages. Beside it
// stand image/png (pictures) or text/latex (tables, derivations) for paper, and
// text/plain for terminals. Nothing refers to the network, to ids or to scripts.
//
// [Of] is the one entry for values; start reading there (bundle.go). Drawings are made
// on the scene package, which writes SVG and PNG, and placed by the layout package.
// gallery/ writes a page with every picture at several sizes: look at it after a
// change.
//
// What cells ask of the front end beside pictures stands in publish.go (displays that
// change), input.go (questions, pages, next cells) and comm.go (messages to and from
// code in the page).
//
// Conventions of all pictures: values are teal and stand above; adjoints are
// vermilion, carry a bar and stand below; tangents are violet and carry a dot. Colour
// never stands alone. Numbers have four significant digits, and all of them in
// tooltips. Equal values give equal bytes.
//
// The package reads ad and is imported by interp and main. It must not import them.
package display
