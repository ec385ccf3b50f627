package ad

import "slices"

// A block is a set of elementwise steps of one shape, and sums of their
// results, that one loop computes piece by piece: what they pass to each
// other stays in the cache.
type block struct {
	shape   []int
	members []int // values, in order
}

// A stage is what one instruction computes: a block, or one value that is in
// none.
type stage struct {
	at    int // the value; of a block, the last one
	block *block
}

// fuse finds the stages in the order of execution. A block runs where its last member stood, so no
// value in between may need one of its members.
func fuse(vs []value, root []int) []stage {
	users := usersOf(vs, root)
	of := make([]*block, len(vs))
	var blocks []*block
	for i := range vs {
		v := &vs[i]
		if !v.elementwise() && !v.sums(vs) {
			continue
		}
		var b *block
		for _, at := range v.in {
			if c := of[root[at]]; c != nil && c != b && c.takes(i, vs, root, of, users) {
				b = c
				break
			}
		}
		switch {
		case b == nil && !v.elementwise():
			continue
		case b == nil:
			b = &block{shape: v.shape}
			blocks = append(blocks, b)
		}
		b.members = append(b.members, i)
		of[i] = b
	}
	var stages []stage
	for i := range vs {
		switch b := of[i]; {
		case vs[i].prim == nil || vs[i].prim == reshape:
		case b == nil:
			stages = append(stages, stage{at: i})
		case b.members[len(b.members)-1] == i:
			stages = append(stages, stage{i, b})
		}
	}
	return stages
}

// takes reports whether value i may join b.
func (b *block) takes(i int, vs []value, root []int, of []*block, users [][]int) bool {
	v := &vs[i]
	if v.elementwise() && !slices.Equal(v.shape, b.shape) || v.sums(vs) && !slices.Equal(vs[v.in[0]].shape, b.shape) {
		return false
	}
	for _, at := range v.in {
		if r := root[at]; of[r] == b && !vs[r].elementwise() {
			return false // a sum is known only when the loop is over
		}
	}
	for _, m := range b.members {
		for _, u := range users[m] {
			if u < i && of[u] != b {
				return false
			}
		}
	}
	return true
}

// usersOf lists, for each root, the values computed from it or a view of it.
func usersOf(vs []value, root []int) [][]int {
	users := make([][]int, len(vs))
	for i := range vs {
		if vs[i].prim == nil || vs[i].prim == reshape {
			continue
		}
		for _, at := range vs[i].in {
			users[root[at]] = append(users[root[at]], i)
		}
	}
	return users
}

// rootsOf returns, for each value, the one whose elements it views: itself
// but for a Reshape.
func rootsOf(vs []value) []int {
	root := make([]int, len(vs))
	for i := range vs {
		if root[i] = i; vs[i].prim == reshape {
			root[i] = root[vs[i].in[0]]
		}
	}
	return root
}

func (v *value) elementwise() bool { return v.prim != nil && (v.prim.Arity() > 0 || v.prim == where) }

// sums reports whether v is a sum that a loop over its operand's elements in
// order can add up.
func (v *value) sums(vs []value) bool {
	if v.prim != sumTo && v.prim != sumAxis {
		return false
	}
	_, ok := v.summing(vs[v.in[0]].shape)
	return ok
}

// A summing says where element i of the operand of a sum goes: to element
// i/inner mod period of the result.
type summing struct{ inner, period int }

func (v *value) summing(of []int) (summing, bool) {
	if size(of) == 0 {
		return summing{}, false
	}
	kept := slices.Clone(of) // the shape with 1 for the axes summed
	if v.prim == sumAxis {
		kept[v.attr.Axis] = 1
	} else {
		for i := range kept {
			if kept[i] = 1; i >= len(of)-len(v.shape) {
				kept[i] = v.shape[i-len(of)+len(v.shape)]
			}
		}
	}
	lo, hi := 0, len(kept) // the axes that stay are those between
	for lo < hi && kept[lo] == 1 {
		lo++
	}
	for lo < hi && kept[hi-1] == 1 {
		hi--
	}
	if lo == hi {
		return summing{size(of), 1}, true
	}
	if !slices.Equal(kept[lo:hi], of[lo:hi]) {
		return summing{}, false
	}
	return summing{size(of[hi:]), size(of[lo:hi])}, true
}
