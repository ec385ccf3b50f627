// Package layout places the boxes of a directed acyclic graph in layers from left
// to right and routes the edges between them.
//
// The method is that of Sugiyama, Tagawa and Toda (1981) with the coordinates of
// Brandes and Köpf (2001): longest-path layers with inputs pulled next to their
// consumer (layer.go), barycentre sweeps with transposition of neighbours
// (order.go), four aligned and compacted assignments and their median (place.go),
// cubic edges through the gaps (route.go). Equal input gives equal output, and
// operands stand above each other in their order wherever that costs no crossing.
//
// The package knows boxes and edges only and imports nothing of gojac.
package layout
