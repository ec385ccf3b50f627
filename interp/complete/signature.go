package complete

import (
	"go/types"
	"strings"
)

// signature returns type parameters, parameters and results as people write them: (s, sep string) (ok bool).
func signature(sig *types.Signature) string {
	var b strings.Builder
	if sig.TypeParams().Len() > 0 {
		b.WriteString(typeParams(sig))
	}
	b.WriteString("(" + tuple(sig.Params(), sig.Variadic()) + ")")
	switch results := sig.Results(); {
	case results.Len() == 1 && results.At(0).Name() == "":
		b.WriteString(" " + types.TypeString(results.At(0).Type(), qualifier))
	case results.Len() > 0:
		b.WriteString(" (" + tuple(results, false) + ")")
	}
	return b.String()
}

// tuple writes the type of neighbours that share one only once.
func tuple(t *types.Tuple, variadic bool) string {
	var b strings.Builder
	for i := range t.Len() {
		v := t.At(i)
		typ := types.TypeString(v.Type(), qualifier)
		if variadic && i == t.Len()-1 {
			if s, ok := v.Type().(*types.Slice); ok {
				typ = "..." + types.TypeString(s.Elem(), qualifier)
			}
		}
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(v.Name())
		last := i == t.Len()-1
		shared := !last && v.Name() != "" && t.At(i+1).Name() != "" && types.Identical(v.Type(), t.At(i+1).Type()) && !(variadic && i == t.Len()-2)
		if shared {
			continue
		}
		if v.Name() != "" {
			b.WriteString(" ")
		}
		b.WriteString(typ)
	}
	return b.String()
}

// typeParams returns the list in brackets.
func typeParams(sig *types.Signature) string {
	text := strings.TrimPrefix(types.TypeString(sig, qualifier), "func")
	depth := 0
	for i, r := range text {
		switch r {
		case '[':
			depth++
		case ']':
			depth--
		}
		if depth == 0 {
			return text[:i+1]
		}
	}
	return ""
}
