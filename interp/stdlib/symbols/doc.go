// Package symbols holds one generated table per package that cells may import: name to reflect.Value, in the form that
// yaegi's Use takes (functions as they are, variables addressable, a type T as a nil *T, untyped constants as
// constant.Value). A table is made when it is first asked for, so that a package nobody uses costs nothing at start.
// Generic functions and types have no value and are not in it.
//
// Everything here but this file is written by interp/stdlib/gen.
package symbols

import (
	"go/constant"
	"go/token"
	"strings"
)

// integer makes an untyped integer constant.
func integer(literal string) constant.Value {
	if digits, negative := strings.CutPrefix(literal, "-"); negative {
		return constant.UnaryOp(token.SUB, integer(digits), 0)
	}
	return constant.MakeFromLiteral(literal, token.INT, 0)
}

// float makes an untyped floating-point constant from an integer or a fraction of two.
func float(literal string) constant.Value {
	numerator, denominator, fraction := strings.Cut(literal, "/")
	value := constant.ToFloat(integer(numerator))
	if fraction {
		value = constant.BinaryOp(value, token.QUO, constant.ToFloat(integer(denominator)))
	}
	return value
}
