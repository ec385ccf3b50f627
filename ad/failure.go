package ad

import "reflect"

// A Failure is the panic of a Program whose function returned an error beside
// its numbers.
type Failure struct{ Err error }

// Error is that of the function.
func (f *Failure) Error() string {
	if f == nil || f.Err == nil {
		return "ad: the function failed"
	}
	return f.Err.Error()
}

// Unwrap returns the error of the function.
func (f *Failure) Unwrap() error {
	if f == nil {
		return nil
	}
	return f.Err
}

var errorType = reflect.TypeFor[error]()

// mayFail reports whether the last result of a function is an error beside
// others.
func mayFail(t reflect.Type) bool {
	n := t.NumOut()
	return n > 1 && t.Out(n-1) == errorType
}

// failing returns what v makes of a function that may fail: a function whose
// last result is the error of f, beside zeros where there is one. Program runs
// without the error, and panics with a Failure.
func (v *Verb) failing(f *Func, opts []Option, out reflect.Type) reflect.Value {
	if v.Lazy {
		fail(v.Name, "take the error out: wrap the function in one that panics", "%s returns an error, and may run when nobody would see it", f.title())
	}
	sure := *f
	sure.Value = withoutError(f.Value)
	if n := len(f.Results); n > 0 {
		sure.Results = f.Results[:n-1]
	}
	plain := Apply(v, &sure, opts, sureType(out))
	fn := reflect.MakeFunc(out, func(args []reflect.Value) (results []reflect.Value) {
		defer func() {
			switch r := recover().(type) {
			case nil:
			case *Failure:
				results = nil
				for i := range out.NumOut() - 1 {
					results = append(results, reflect.Zero(out.Out(i)))
				}
				results = append(results, reflect.ValueOf(&r.Err).Elem())
			default:
				panic(r)
			}
		}()
		return append(callWith(plain, args), reflect.Zero(errorType))
	})
	if known := derived.find(plain); known != nil {
		derived.add(fn, *known)
	}
	return fn
}

// withoutError is f without its last result; where that is no nil, it panics.
func withoutError(f reflect.Value) reflect.Value {
	return reflect.MakeFunc(sureType(f.Type()), func(args []reflect.Value) []reflect.Value {
		results := callWith(f, args)
		last := len(results) - 1
		if err, _ := results[last].Interface().(error); err != nil {
			panic(&Failure{err})
		}
		return results[:last]
	})
}

// sureType is t without its last result.
func sureType(t reflect.Type) reflect.Type {
	in := make([]reflect.Type, t.NumIn())
	for i := range in {
		in[i] = t.In(i)
	}
	return reflect.FuncOf(in, outsOf(t), t.IsVariadic())
}

// callWith calls f with the arguments that a function of its type was given.
func callWith(f reflect.Value, args []reflect.Value) []reflect.Value {
	if f.Type().IsVariadic() {
		return f.CallSlice(args)
	}
	return f.Call(args)
}
