package progen

// showPrelude declares what a notebook's program prints with where its cells
// show values: written as Go would write them in a cell, with values that
// describe themselves by what they say.
const showPrelude = `
var versions = regexp.MustCompile("_v[0-9]+")

// shown prints what is shown of the values that end a cell.
func shown(texts ...string) {
	sep := "  "
	if strings.Contains(strings.Join(texts, ""), "\n") {
		sep = "\n"
	}
	fmt.Println(strings.Join(texts, sep))
}

// stopped runs the statements of a cell that panics.
func stopped(f func()) {
	defer func() {
		if r := recover(); r != nil {
			fmt.Println("panic:", r)
		}
	}()
	f()
}

// text writes a value that a cell ends with.
func text[T any](x T) string {
	v := reflect.ValueOf(&x).Elem()
	if v.Kind() == reflect.Interface {
		v = v.Elem()
	}
	if !v.IsValid() || v.Kind() == reflect.Func && v.IsNil() {
		return "nil"
	}
	if s, ok := saidBy(v); ok {
		return s
	}
	return linesOf(written(v, true, true), 0)
}

// saidBy is what a value says of itself.
func saidBy(v reflect.Value) (string, bool) {
	if isNone(v) || !v.CanInterface() {
		return "", false
	}
	switch x := v.Interface().(type) {
	case error:
		return x.Error(), true
	case fmt.Stringer:
		return x.String(), true
	case fmt.Formatter:
		return fmt.Sprint(x), true
	}
	return "", false
}

func isNone(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Map, reflect.Func, reflect.Chan, reflect.Interface:
		return v.IsNil()
	}
	return false
}

func nameOf(t reflect.Type) string {
	return versions.ReplaceAllString(strings.NewReplacer("interface {}", "any", "[]uint8", "[]byte", "main.", "").Replace(t.String()), "")
}

// A piece is a value as text, or as text before parts in braces.
type piece struct {
	text         string
	braces, keys bool
	parts        []piece
}

func (p piece) line() string {
	var parts []string
	for _, q := range p.parts {
		parts = append(parts, q.line())
	}
	if p.braces {
		return p.text + "{" + strings.Join(parts, ", ") + "}"
	}
	return p.text
}

// linesOf gives each part a line if all are too long for one.
func linesOf(p piece, indent int) string {
	if n := indent + len([]rune(p.line())); n <= 100 || !p.keys && !slices.ContainsFunc(p.parts, func(q piece) bool { return q.braces }) {
		return p.line()
	}
	s := p.text + "{\n"
	for _, q := range p.parts {
		s += strings.Repeat(" ", indent+4) + linesOf(q, indent+4) + ",\n"
	}
	return s + strings.Repeat(" ", indent) + "}"
}

// written writes a value; typed says that nothing around tells its type.
func written(v reflect.Value, typed, outermost bool) piece {
	if s, ok := saidBy(v); ok && !outermost && v.Kind() != reflect.Interface && !strings.Contains(s, "\n") {
		if _, bad := v.Interface().(error); bad {
			s = "error(" + strconv.Quote(s) + ")"
		}
		return piece{text: s}
	}
	name := nameOf(v.Type())
	if isNone(v) {
		if !typed || v.Kind() == reflect.Interface {
			return piece{text: "nil"}
		}
		if c := name[0]; c == '*' || strings.HasPrefix(name, "func") || strings.HasPrefix(name, "chan") {
			name = "(" + name + ")"
		}
		return piece{text: name + "(nil)"}
	}
	p := piece{braces: true}
	if typed {
		p.text = name
	}
	add := func(key string, v reflect.Value, typed bool) {
		q := written(v, typed, false)
		q.text = key + q.text
		p.parts = append(p.parts, q)
	}
	switch v.Kind() {
	case reflect.Interface:
		return written(v.Elem(), true, false)
	case reflect.Pointer:
		p = written(v.Elem(), true, outermost)
		p.text = "&" + p.text
	case reflect.Struct:
		p.keys = true
		if !v.CanAddr() && v.CanInterface() {
			w := reflect.New(v.Type()).Elem()
			w.Set(v)
			v = w
		}
		for i := range v.NumField() {
			f := v.Field(i)
			if v.Type().Field(i).Name == "_" {
				continue
			}
			if f.CanAddr() {
				f = reflect.NewAt(f.Type(), f.Addr().UnsafePointer()).Elem()
			}
			add(versions.ReplaceAllString(v.Type().Field(i).Name, "")+": ", f, !isNone(f))
		}
	case reflect.Slice, reflect.Array:
		if b, ok := v.Interface().([]byte); ok && typed && len(b) > 0 && utf8.Valid(b) && !strings.ContainsFunc(string(b), unprinted) {
			return piece{text: name + "(" + strconv.Quote(string(b)) + ")"}
		}
		for i := range v.Len() {
			add("", v.Index(i), v.Type().Elem().Kind() == reflect.Interface)
		}
	case reflect.Map:
		p.keys = true
		keys := v.MapKeys()
		sort.Slice(keys, func(i, j int) bool { return before(keys[i], keys[j]) })
		for _, k := range keys {
			add(written(k, v.Type().Key().Kind() == reflect.Interface, false).line()+": ", v.MapIndex(k), v.Type().Elem().Kind() == reflect.Interface)
		}
	default:
		p = piece{text: basicText(v)}
		if typed && !outermost && v.Type().PkgPath() != "" {
			p.text = name + "(" + p.text + ")"
		}
	}
	return p
}

func unprinted(c rune) bool { return !unicode.IsPrint(c) && c != '\n' && c != '\t' && c != '\r' }

func basicText(v reflect.Value) string {
	switch v.Kind() {
	case reflect.String:
		return strconv.Quote(v.String())
	case reflect.Float32, reflect.Float64:
		return strconv.FormatFloat(v.Float(), 'g', -1, v.Type().Bits())
	case reflect.Complex64:
		return fmt.Sprint(complex64(v.Complex()))
	case reflect.Complex128:
		return fmt.Sprint(v.Complex())
	case reflect.Bool:
		return fmt.Sprint(v.Bool())
	case reflect.Func, reflect.Chan:
		return nameOf(v.Type())
	}
	if v.CanInt() {
		return fmt.Sprint(v.Int())
	}
	return fmt.Sprint(v.Uint())
}

// before is the order of keys.
func before(a, b reflect.Value) bool {
	switch {
	case a.CanInt():
		return a.Int() < b.Int()
	case a.CanUint():
		return a.Uint() < b.Uint()
	case a.Kind() == reflect.String:
		return a.String() < b.String()
	}
	return fmt.Sprint(a) < fmt.Sprint(b)
}
`
