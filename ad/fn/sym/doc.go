// Package sym holds formulas: what a straight-line numeric function computes, as one expression in its parameters.
//
// A formula is a graph whose equal parts are one node. Sums and products are flat, in one order, with equal terms collected
// and equal factors made powers. A formula is differentiated by the rules of ad's primitives (package rule), printed as Go
// and as TeX, and evaluated.
package sym
