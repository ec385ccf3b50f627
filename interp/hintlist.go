package interp

import "regexp"

// A hinting knows one beginner's mistake by its message.
type hinting struct {
	message *regexp.Regexp
	hint    string // may use $1 …; what stands between backquotes runs as it is
}

// hintings are tried in order; the first that fits speaks.
var hintings = []hinting{
	{regexp.MustCompile(`operator \^ not defined on`), "^ is exclusive or in Go; for a power write `math.Pow(x, y)`"},
	{regexp.MustCompile(`operator [-+*/] not defined on .*ad\.Tensor`), "tensors have methods: `a.Add(b)`, `a.Sub(b)`, `a.Mul(b)`, `a.Div(b)`, `a.MatMul(b)`, `a.Neg()`"},
	{regexp.MustCompile(`^invalid operation: .* (==|!=|<=?|>=?) .*\(mismatched types .*ad\.Tensor`), "a tensor of one number gives it by Item: `a.Sum().Item() > 0`"},
	{regexp.MustCompile(`\(mismatched types .*ad\.Tensor`), "tensors have methods for numbers too: `a.AddC(1)`, `a.MulC(3)`, `a.PowC(2)`"},
	{regexp.MustCompile(`cannot index .*ad\.Tensor`), "an element is `a.At(0, 1)`, as a tensor that can be differentiated; its number is `a.At(0, 1).Item()`"},
	{regexp.MustCompile(`cannot range over .*ad\.Tensor`), "its numbers are a slice: `for i, v := range a.Data() { fmt.Println(i, v) }`"},
	{regexp.MustCompile(`ad\.Tensor\) for built-in len`), "a tensor has `a.Shape()`, and `len(a.Data())` elements"},
	{regexp.MustCompile(`ad\.Tensor\) (as|to type) float64`), "a tensor of one number gives it by Item: `a.Sum().Item()`; the functions of math are its methods: `a.Sin()`"},
	{regexp.MustCompile(`\[\]float64\) as float64 value in argument to ad\.Vec`), "spread the slice: `ad.Vec(xs...)`"},
	{regexp.MustCompile(`(as \*|to type )ad\.Tensor\b`), "a tensor of one number is `ad.Scalar(2)`, of a slice `ad.Vec(xs...)`; a factor or summand may stay a number: `a.MulC(2)`, `a.AddC(2)`"},
	{regexp.MustCompile(`^(\S+) \(value of type (func\(.*)\) is not a type`), "$1 is a function, $2: call it"},
	{regexp.MustCompile(`^cannot convert .* to type (optim\.\w+)$`), "$1 is a struct; its fields have names: `optim.Adam{LR: 0.1}`"},
	{regexp.MustCompile(`^cannot convert .* to type ad\.Trace$`), "the traces of a call are `ad.Graph(f)(2).Forward(\"x\")` and `ad.Graph(f)(2).Reverse()`"},
	{regexp.MustCompile(`^undefined: ad\.(\w*[tT]ensor|\w*[aA]rray|New|NewMatrix|Matrix)\b`), "tensors are made by `ad.Scalar(2)`, `ad.Vec(1, 2)`, `ad.Mat([][]float64{{1, 2}, {3, 4}})`, `ad.FromSlice(xs, 1, 1)`, `ad.Zeros(2, 3)`"},
	{regexp.MustCompile(`^cannot use .*\[\]int.* as int value in argument to ad\.`), "a shape is given number by number, `ad.Zeros(2, 3)`, or as a slice that is spread, `ad.Zeros(a.Shape()...)`"},
	{regexp.MustCompile(`^too many arguments in call to \S+\.(Sum|Mean|Max|Min|Softmax|LogSumExp|ArgMax|CumSum|Sort|Norm)\b`), "along an axis it is a method of its own: `a.SumAxis(0)`, `a.MeanAxis(1)`"},
	{regexp.MustCompile(`\.(grad|Grad|requires_grad|RequiresGrad|backward) undefined \(type \*ad\.Tensor`), "a derivative is that of a function, `ad.Grad(f)(2)`; or as in PyTorch: `v := ad.Var(a); v.Square().Sum().Backward().Of(v)`"},
	{regexp.MustCompile(`^undefined: nn\.(Module|Sequential|Parameter|New\w+)$`), "a model is a struct of tensors, and a layer a function of them: `nn.Linear(a, b, ad.Zeros(2))`"},
	{regexp.MustCompile(`^ad\.\w+: the function returns an error, and may run`), "wrap it: `func(x float64) float64 { y, err := g(x); if err != nil { panic(err) }; return y }`"},
	{regexp.MustCompile(`mismatched types (int|float64) and (float64|int)`), "Go does not convert numbers by itself; write `float64(n)` around the int"},
	{regexp.MustCompile(`cannot use \w+ \(variable of type int\) as float64 value`), "Go does not convert numbers by itself; write `float64(n)`"},
	{regexp.MustCompile(`operator \+ not defined|mismatched types .*\bstring\b`), "only strings add to strings: `fmt.Sprint(x, y)`, or `strconv.Itoa(n)` for a number"},
	{regexp.MustCompile(`\(untyped float constant.*\) truncated to u?int`), "the other side is an int, which Go does not convert by itself; write `float64(n)` around it"},
	{regexp.MustCompile(`cannot call (len|cap|max|min|append|make|new|copy|string|int|float64) \(variable`), "$1 is a variable of this cell, which hides Go's own $1; give it another name"},
	{regexp.MustCompile(`cannot indirect`), "Go has no ** for powers; write `math.Pow(x, y)`"},
	{regexp.MustCompile(`too many return values\s+have .*\s+want \(\)`), "a cell shows its last expression without return; a function that returns something says so: `func f() int { return 1 }`"},
	{regexp.MustCompile(`missing return`), "every way through a function with results has to end in return"},
	{regexp.MustCompile(`^declared and not used: (\w+)`), "inside a function every variable has to be used; write `_ = $1` to keep it"},
	{regexp.MustCompile(`undefined: (print|len)\b`), "Go's are `fmt.Println(x)` and `len(xs)`"},
	{regexp.MustCompile(`undefined: (True|False|None)`), "Go writes true, false and nil"},
	{regexp.MustCompile(`undefined: (np|numpy|torch|jnp|jax)$`), "gojac has ad for tensors and derivatives: `ad.Vec(1, 2)`, `ad.Grad(f)(x)`"},
	{regexp.MustCompile(`\.shape undefined \(type \*ad\.Tensor`), "a tensor's shape is a method: `a.Shape()`"},
	{regexp.MustCompile(`\.append undefined`), "append is a function: `xs = append(xs, 4)`"},
	{regexp.MustCompile(`\.(length|size|len|count) undefined`), "`len(xs)` is the length of a slice, array, map or string"},
	{regexp.MustCompile(`\.shape undefined`), "`len(xs)` is the length of a slice, array, map or string"},
	{regexp.MustCompile(`invalid argument: .* for built-in len`), "len takes a string, slice, array, map or channel"},
	{regexp.MustCompile(`^undefined: (pass|elif|assert|raise|self)$`), "this is Python; a gojac cell is Go"},
	{regexp.MustCompile(`^label (try|except|else|finally) `), "Go has no exceptions: functions return an error: `if err != nil { fmt.Println(err) }`"},
	{regexp.MustCompile(`^undefined: syscall\.`), "of package syscall cells have what all systems have; os and os/exec do more"},
	{regexp.MustCompile(`^initialization cycle for (\w+)`), "declare $1 by its type alone, and give it its value in a statement after that"},
	{regexp.MustCompile(`no new variables on left side`), "the names exist already in this cell; assign with =, as in `x = 5`"},
}

// magics are what IPython users type, with what to do in Go.
// As in every hint, what stands between backquotes runs as it is.
var magics = []struct{ prefix, hint string }{
	{"%", "there are no magics; `start := time.Now()` before and `time.Since(start)` after measure"},
	{"!", "there is no shell in a cell; use os/exec: `exec.Command(\"ls\").Output()`"},
	{"?", "to read about a name, put the cursor on it and press Shift-Tab"},
	{"import numpy", "this is Python; a gojac cell is Go"},
	{"def ", "Go declares functions with `func f(x float64) float64 { return x * x }`"},
	{"print ", "Go prints with `fmt.Println(x)`"},
	{"package ", "a cell has no package clause; without that line it runs, and `main()` at its end calls main"},
	{"from ", "this is Python; a gojac cell is Go"},
	{"class ", "Go declares types with `type Point struct{ X, Y float64 }`, and methods with `func (p Point) Norm() float64 { return math.Hypot(p.X, p.Y) }`"},
	{"assert ", "Go has no assert: `if !ok { panic(\"not so\") }`"},
	{"elif ", "else if stands on the line of the closing brace: `if x > 3 { y = 1 } else if x > 2 { y = 2 }`"},
	{"not ", "Go writes `!ok` for not, && for and, || for or"},
	{"while ", "Go's while is for: `for x < 3 { x++ }`"},
	{"lambda ", "Go writes `func(x float64) float64 { return x + 1 }`"},
	{"let ", "Go declares variables with `x := 5`"},
	{"try", "Go has no exceptions: functions return an error: `if err != nil { fmt.Println(err) }`"},
	{"else", "else stands on the line of the closing brace: `if x > 3 { y = 1 } else { y = 2 }`"},
	{"#", "comments begin with //"},
}

// mistakes are what go wrong anywhere in a line, with what to do in Go.
var mistakes = []hinting{
	{regexp.MustCompile(`^for \w+(, *\w+)? in\b`), "Go writes `for i := range 10 { fmt.Println(i) }` to count, `for i, x := range xs { fmt.Println(i, x) }` for the elements"},
	{regexp.MustCompile(`^(if|for|while|else|elif|with)\b[^{]*:$`), "Go has braces in place of colon and indentation: `if x > 3 { y = 1 }`"},
	{regexp.MustCompile(`\bf"|\bf'`), "Go formats with `fmt.Sprintf(\"%d of %v\", n, x)`"},
	{regexp.MustCompile(`\[.* for \w+ in .*\]`), "Go builds a slice in a loop: `for i := range 10 { xs = append(xs, float64(i*i)) }`"},
	{regexp.MustCompile(`[\w)\]] (and|or|not|is|in) [\w("!\[]`), "Go writes && for and, || for or, `!ok` for not, == for is"},
	{regexp.MustCompile(`[=(,]\s*\[[^\]]*,`), "Go writes a list as `[]float64{1, 2, 3}`"},
	{regexp.MustCompile(`^(if|for) [^=:!<>]+=[^=]+\{`), "== compares, = assigns: `if x == 5 { y = 1 }`"},
	{regexp.MustCompile(`^(if|for|switch)\b[^{]*$`), "the { stands on the same line: `for i := range 3 { fmt.Println(i) }`"},
	{regexp.MustCompile(`[\w)\]] *@ *[\w(]`), "a product of matrices is `a.MatMul(b)`"},
	{regexp.MustCompile(`\w\(\(\s*\d+\s*,`), "Go has no tuples; a shape is given number by number: `ad.Zeros(2, 3)`"},
	{regexp.MustCompile(`[(,]\s*\w+ *= *[^=]`), "Go has no named arguments; give the values in order"},
	{regexp.MustCompile(`\?.*:`), "Go has no ?: operator; use if and else"},
	{regexp.MustCompile(`'[^'\\]{2,}'`), "strings stand in double quotes; single ones hold one character"},
	{regexp.MustCompile(`(\+\+|--)\s*\S`), "`x++` is a statement of its own in Go, not a value"},
}
