package ad

import "reflect"

// verb makes the function for compiled Go, where no front end knows f's type:
// the caller asserts the func type.
func verb(v *Verb, f any, opts []Option) any {
	if r := reflect.ValueOf(f); r.Kind() != reflect.Func || r.IsNil() {
		fail(v.Name, functionHint, "this is not a function")
	}
	fn := Resolve(reflect.ValueOf(f))
	params := paramNames(fn)
	t := fn.Value.Type()
	carries := make([]bool, t.NumIn())
	for i := range carries {
		carries[i] = carriesNumbers(t.In(i))
	}
	c := run{f: fn, params: params, active: activeParams(v.Name, params, carries, opts)}
	return Apply(v, fn, opts, c.funcType(v)).Interface()
}

// Grad returns the function that computes the gradient of f, whose result
// must be one number: one result for each active parameter, of that
// parameter's type. Of func(x, y float64) float64 it is func(x, y float64)
// (dx, dy float64). In a cell the result has that type; in compiled Go it is
// to be asserted. It panics with an *Error if f can't be differentiated. If f
// returns an error after its number, so does the gradient, beside zeros where
// there is one; so it is with every verb that calls f once it is called.
func Grad(f any, opts ...Option) any { return verb(gradVerb, f, opts) }

// ValueAndGrad is Grad with f's result in front.
func ValueAndGrad(f any, opts ...Option) any { return verb(valueAndGradVerb, f, opts) }

// JVP returns the function that, given a point, returns the pushforward of f
// there: tangents of the active parameters in, tangents of the results out,
// by one forward sweep.
func JVP(f any, opts ...Option) any { return verb(jvpVerb, f, opts) }

// VJP returns the function that, given a point, returns f's results and the
// pullback of f there: cotangents of the results in, cotangents of the active
// parameters out, by one reverse sweep for each call. Tape is the same in the
// style of objects.
func VJP(f any, opts ...Option) any { return verb(vjpVerb, f, opts) }

// Graph returns the function that runs f at a point and returns what it
// computed.
func Graph(f any, opts ...Option) any { return verb(graphVerb, f, opts) }

// Jacobian returns the function that computes the Jacobian of f at a point:
// outputs × inputs. It chooses forward mode for d ≤ c, reverse mode
// otherwise, unless the options ask for one; a chain of elementwise functions
// and matrix products gives its structure without a sweep, and one with few
// entries other than zero takes a sweep for each color: see Sparse.
func Jacobian(f any, opts ...Option) any { return verb(jacobianVerb, f, opts) }

// Hessian returns the function that computes the matrix of second
// derivatives of f, whose result must be one number.
func Hessian(f any, opts ...Option) any { return verb(hessianVerb, f, opts) }

// CheckGrad returns the function that compares reverse mode with numerical
// differences and forward mode with reverse mode at a point.
func CheckGrad(f any, opts ...Option) any { return verb(checkVerb, f, opts) }

// Compare returns the function that differentiates f in every way at a point.
func Compare(f any, opts ...Option) any { return verb(compareVerb, f, opts) }

// Cost returns the function that counts what the Jacobian of f takes by each
// mode at a point.
func Cost(f any, opts ...Option) any { return verb(costVerb, f, opts) }

// VMap returns f for many examples at once: tensors (those named by Batched or
// InAxis; else all) carry the examples along their first axis, or that of
// InAxis, and the results along theirs, or that of OutAxis. The number of
// operations does not depend on the number of examples.
func VMap(f any, opts ...Option) any { return verb(vmapVerb, f, opts) }

// HVP returns the function that computes the product of the Hessian of f,
// whose result must be one number, with the direction given by Along: a
// result for each active parameter, of its type.
func HVP(f any, opts ...Option) any { return verb(hvpVerb, f, opts) }

// Linearize returns the function that, given a point, runs f once and returns
// its results and its pushforward there, which does not run f again.
func Linearize(f any, opts ...Option) any { return verb(linearizeVerb, f, opts) }

// Checkpoint returns f such that a reverse sweep keeps only its operands and
// runs it again. f must not use tensors from outside that a derivative is
// taken by.
func Checkpoint(f any, opts ...Option) any { return verb(checkpointVerb, f, opts) }
