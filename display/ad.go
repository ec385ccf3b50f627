package display

import "github.com/gojac/gojac/ad"

// ofAD shows the values of ad.
func ofAD(v any) (Bundle, bool) {
	switch v := v.(type) {
	case *ad.DAG:
		return graphBundle(v), true
	case *ad.Trace:
		return traceBundle(v), true
	case *ad.Paths:
		return pathsBundle(v), true
	case *ad.Order:
		return orderBundle(v), true
	case *ad.JacobianMatrix:
		return jacobianBundle(v), true
	case *ad.Comparison:
		return comparisonBundle(v), true
	case *ad.Verdict:
		return verdictBundle(v), true
	case *ad.Costs:
		return costsBundle(v), true
	case *ad.Tensor:
		return tensorBundle(v), true
	case ad.Expression:
		return raw(mimeLaTeX, displayMath(v.TeX()), v.String()), true
	}
	return Bundle{}, false
}
