// Package scene holds a drawing as a small tree of shapes and writes it as SVG
// or as PNG.
//
// Every picture of the display room is built here once and leaves through both
// doors, so that what a browser shows and what a printed page shows are the same
// drawing. The package knows shapes, colours and fonts; it knows nothing of
// derivatives and imports nothing of gojac.
//
// The SVG is made for being carried in an <img> as a data URI, where notebooks
// keep it even when they are not trusted: no id, no <defs>, no url(#…), no
// script; colours are presentation attributes for the light theme, and one
// <style> element repaints classes where the reader prefers dark. The same
// scene and the same options always give the same bytes.
//
// Start reading at scene.go; svg.go and raster.go are the two back-ends.
package scene
