package machine

import (
	"go/types"
	"reflect"
	"strconv"
)

// A signature says where parameters and results lie in every frame of a
// function of that type: at offsets that depend on nothing else.
type signature struct {
	typ      reflect.Type // without receiver
	params   []uintptr
	results  []uintptr
	in, out  []reflect.Type
	end      int // fields of the frame so far
	fields   []reflect.StructField
	zero     []move // results have to start as zero
	variadic bool
}

// signatureOf gives the frame positions for parameters (receiver first) and results.
func (m *Machine) signatureOf(params, results []types.Type, variadic bool) *signature {
	s := &signature{variadic: variadic}
	s.fields = append(s.fields, reflect.StructField{Name: "H", Type: reflect.TypeFor[frame]()})
	for _, t := range results {
		s.out = append(s.out, m.rt(t))
		s.fields = append(s.fields, reflect.StructField{Name: "O" + strconv.Itoa(len(s.fields)), Type: m.rt(t)})
	}
	for _, t := range params {
		s.in = append(s.in, m.rt(t))
		s.fields = append(s.fields, reflect.StructField{Name: "I" + strconv.Itoa(len(s.fields)), Type: m.rt(t)})
	}
	s.offsets()
	return s
}

func (s *signature) offsets() {
	off := headerSize
	for i, f := range s.fields[1:] {
		a := uintptr(f.Type.Align())
		off = (off + a - 1) &^ (a - 1)
		if i < len(s.out) {
			s.results = append(s.results, off)
			s.zero = append(s.zero, newMove(off, 0, f.Type))
		} else {
			s.params = append(s.params, off)
		}
		off += f.Type.Size()
	}
}

// tupleTypes lists the types of parameters or results.
func tupleTypes(t *types.Tuple) (ts []types.Type) {
	for v := range t.Variables() {
		ts = append(ts, v.Type())
	}
	return ts
}

// signatureFor is signatureOf for the type of a function, with a receiver if
// it has one.
func (m *Machine) signatureFor(t *types.Signature) *signature {
	params := tupleTypes(t.Params())
	if t.Recv() != nil {
		params = append([]types.Type{t.Recv().Type()}, params...)
	}
	return m.signatureOf(params, tupleTypes(t.Results()), t.Variadic())
}
