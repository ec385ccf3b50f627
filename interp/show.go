package interp

import (
	"fmt"
	"go/types"
	"reflect"
	"strings"

	"github.com/gojac/gojac/display"
)

// show displays the values of the cell's last expression in their order: a
// picture is an output of its own, texts side by side are one, and the last
// output is the result. A value that has no richer form is shown as Go would
// write it.
func (s *Session) show(c *checked, values []reflect.Value, result func(display.Bundle)) error {
	if len(c.results) == 0 {
		return nil
	}
	var outputs []display.Bundle
	_, err := s.guard(func() (_ []reflect.Value, err error) {
		s.machine.Occupied(func() { outputs, err = s.outputs(c, values) })
		return nil, err
	})
	if err != nil {
		return err
	}
	for i, b := range outputs {
		if i == len(outputs)-1 {
			result(b)
		} else {
			s.host.Show(display.Event{Bundle: b})
		}
	}
	return nil
}

// outputs are what show displays. Methods of the values run, such as String.
func (s *Session) outputs(c *checked, values []reflect.Value) (outputs []display.Bundle, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic while the value was shown: %v", r)
		}
	}()
	var lines []string
	texts := func() {
		sep := "  "
		if strings.Contains(strings.Join(lines, ""), "\n") {
			sep = "\n"
		}
		if len(lines) > 0 {
			outputs, lines = append(outputs, display.Text(strings.Join(lines, sep))), nil
		}
	}
	for _, r := range c.results {
		if r.text != "" {
			lines = append(lines, r.text)
			continue
		}
		var v reflect.Value
		if r.constant != nil {
			v, _ = s.constant(r.constant, r.typ)
		} else {
			v, values = values[0], values[1:]
		}
		name := ""
		if r.name != "" && r.name != "_" {
			name = r.name + " ="
		}
		if b, ok := s.rich(r.typ, v); ok {
			if name != "" {
				lines = append(lines, name)
			}
			texts()
			outputs = append(outputs, b)
			continue
		}
		lines = append(lines, strings.TrimPrefix(name+" "+s.text(r.typ, v), " "))
	}
	texts()
	return outputs, nil
}

// rich returns the richer form of a value, if it has one.
func (s *Session) rich(t types.Type, v reflect.Value) (display.Bundle, bool) {
	if !v.IsValid() || !v.CanInterface() {
		return display.Bundle{}, false
	}
	return display.Of(v.Interface())
}

// text writes a value as Go would.
func (s *Session) text(t types.Type, v reflect.Value) string {
	if sig, ok := t.Underlying().(*types.Signature); ok {
		if v.IsValid() && v.Kind() == reflect.Func && v.IsNil() {
			return "nil"
		}
		if fn, _, ok := s.machine.Closure(v); ok && fn.Object() != nil && fn.Synthetic == "" {
			return strings.Replace(typeString(sig), "func", "func "+fn.Name(), 1)
		}
		return typeString(sig)
	}
	if s, ok := described(v); ok {
		return s
	}
	if v.IsValid() && v.Kind() == reflect.Interface && v.IsNil() {
		return "nil"
	}
	return goSyntax(v)
}

// typeString writes a type as the user would.
func typeString(t types.Type) string {
	return types.TypeString(t, func(p *types.Package) string {
		if isCell(p) {
			return ""
		}
		return p.Name()
	})
}
