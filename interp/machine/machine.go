package machine

import (
	"go/token"
	"go/types"
	"reflect"
	"sync"
	"sync/atomic"

	"golang.org/x/tools/go/ssa"
	"golang.org/x/tools/go/types/typeutil"
)

// Config says what surrounds the functions: compiled packages and types, and
// whom to tell of what happens outside a call.
type Config struct {
	Fset *token.FileSet

	// Native gives what a compiled package holds under obj: a function, or
	// a pointer to a variable. Exported methods need not be known to it.
	Native func(obj types.Object) (reflect.Value, bool)

	// Type gives the compiled type of a name; false means that the type is
	// the user's.
	Type func(obj *types.TypeName) (reflect.Type, bool)

	Sizes types.Sizes // nil means those of this machine's architecture

	// Name is how a user's type is called by %T and in messages; "" or nil
	// means package name and type name, as in compiled Go.
	Name func(obj *types.TypeName) string

	// Report is told of a panic in a goroutine that no call waits for.
	Report func(err error)

	// Program says that a panic in any goroutine is reported at once, while
	// calls wait too: it ends the process, and nothing deferred runs.
	Program bool

	// After gives, for a type of results, what to do with a result of that
	// type that a compiled function returned; nil for nothing. The hook gets
	// a pointer to the result, the name of the variable it is assigned to
	// ("" if there is none) and where the call is written.
	After func(result reflect.Type) func(result reflect.Value, name string, pos token.Pos)

	// MaxStack is how much stack, in bytes, a call may use before it is
	// stopped as infinite recursion; 0 means 256 MB.
	MaxStack int

	// Numbers, if there are any, stand in place of float64.
	Numbers *Numbers

	// Current, if it is set, gives the function that a call of f reaches now.
	Current func(f *ssa.Function) *ssa.Function

	// MaxMemory is how many bytes the process may use before large
	// allocations fail; 0 means no limit.
	MaxMemory int64

	// Interactive means that somebody looks at what the process does, so that
	// runtime.ReadMemStats may tell of it, the machine's memory included.
	Interactive bool
}

// A Machine holds compiled functions, types and variables of one session.
// Its methods may be called from several goroutines, Compile from one at a time.
type Machine struct {
	cfg Config
	mu  sync.Mutex

	lmu        sync.Mutex
	layouts    typeutil.Map                     // types.Type to reflect.Type
	fast       map[types.Type]reflect.Type      // the same by identity
	origins    map[ptr]types.Type               // types made here
	composites map[string]reflect.Type          // unnamed types by what they are made of
	pointers   map[ptr]*rtype                   // T made here to *T
	incomplete map[ptr]func()                   // declared, not yet described
	methodless []func()                         // sets the methods of a type once all types have their size
	implicit   map[*types.TypeName][]types.Type // type arguments of the function a type is declared in

	vars       map[*types.Var]reflect.Value // pointers
	globals    map[*ssa.Global]reflect.Value
	funcs      map[*ssa.Function]*slot
	kept       []*slot                     // of functions taken as values
	impls      map[*types.Func]*types.Func // bodies of methods that have none of their own
	anews      int                         // wrappers that ssa was made to make anew
	prog       *ssa.Program
	ids        int
	compiling  sync.Mutex
	selections map[selection]*slot

	refreshed atomic.Bool  // some types have been described anew
	unrenewed atomic.Bool  // renew has to be called again
	words     []*rmap      // of mapWord
	stale     *atomic.Bool // what makes the code stale that is compiled now and lends addresses
	outdated  bool         // and code compiled for the old descriptions is still there

	sleepers sleepers
	spots    spots
	answers  map[string]any // natives

	run     atomic.Pointer[run]
	stop    atomic.Bool // the run is interrupted
	threads sync.Pool
	current [currentThreads]atomic.Pointer[thread] // by goroutine
	crowded sync.Map                               // goroutine to *thread, where the slot is taken
	crowds  atomic.Int64                           // how many are there
}

// New makes a machine. Several may live in one process.
func New(cfg Config) *Machine {
	if cfg.Sizes == nil {
		cfg.Sizes = types.SizesFor("gc", goarch)
	}
	if cfg.MaxStack == 0 {
		cfg.MaxStack = 256 << 20
	}
	m := &Machine{
		cfg:        cfg,
		fast:       map[types.Type]reflect.Type{},
		origins:    map[ptr]types.Type{},
		composites: map[string]reflect.Type{},
		pointers:   map[ptr]*rtype{},
		incomplete: map[ptr]func(){},
		implicit:   map[*types.TypeName][]types.Type{},
		vars:       map[*types.Var]reflect.Value{},
		globals:    map[*ssa.Global]reflect.Value{},
		funcs:      map[*ssa.Function]*slot{},
		selections: map[selection]*slot{},
		stale:      new(atomic.Bool),
		sleepers:   sleepers{asleep: map[*thread]bool{}},
	}
	m.answers = m.natives()
	m.refreshed.Store(cfg.Numbers != nil) // which are equal by value, as interface values are that were described anew
	m.threads.New = func() any { return &thread{m: m} }
	m.Resume()
	return m
}

// A Refusal names a construct that the machine doesn't run.
type Refusal struct {
	Pos  token.Pos
	What string // "calling reflect.MakeFunc"
	Hint string // a way round, or ""
}

func (r Refusal) Error() string {
	if r.Hint == "" {
		return r.What + " is not supported"
	}
	return r.What + " is not supported: " + r.Hint
}
