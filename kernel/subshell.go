package kernel

import (
	"context"
	"fmt"
	"maps"
	"slices"
)

// A subshell is a lane beside the shell's own: requests whose header names it wait
// for each other, but not for the shell. Cells still run one at a time.

type createSubshellReply struct {
	Status string `json:"status"`
	ID     string `json:"subshell_id"`
}

func createSubshell(_ context.Context, r *request, _ none) (any, error) {
	k := r.kernel
	const most = 100
	l := newLane(&memory{})
	l.name = k.session.nextID()
	k.mu.Lock()
	n := len(k.subshells)
	if n < most {
		k.subshells[l.name] = l
	}
	k.mu.Unlock()
	if n >= most {
		return nil, fmt.Errorf("%d subshells exist, delete one first", n)
	}
	k.start(l)
	return createSubshellReply{"ok", l.name}, nil
}

type subshellRequest struct {
	ID string `json:"subshell_id"`
}

// deleteSubshell takes no more requests for a subshell; those it has are answered.
func deleteSubshell(_ context.Context, r *request, q subshellRequest) (any, error) {
	k := r.kernel
	k.mu.Lock()
	l := k.subshells[q.ID]
	delete(k.subshells, q.ID)
	k.mu.Unlock()
	if l == nil {
		return nil, fmt.Errorf("no subshell %q", q.ID)
	}
	l.queue.close()
	return okReply{"ok"}, nil
}

type listSubshellReply struct {
	Status string   `json:"status"`
	IDs    []string `json:"subshell_id"`
}

func listSubshells(_ context.Context, r *request, _ none) (any, error) {
	r.kernel.mu.Lock()
	defer r.kernel.mu.Unlock()
	ids := append([]string{}, slices.Sorted(maps.Keys(r.kernel.subshells))...)
	return listSubshellReply{"ok", ids}, nil
}

// deliver queues a request of the shell channel on the lane its header names. For one
// that does not exist the shell itself says so.
func (k *Kernel) deliver(r *request) {
	l := k.lanes[r.channel]
	if r.channel == shell && r.Subshell != "" {
		k.mu.Lock()
		if sub := k.subshells[r.Subshell]; sub != nil {
			l = sub
		}
		k.mu.Unlock()
	}
	r.lane = l
	l.queue.push(r)
}

// start lets a lane serve requests until its queue is closed.
func (k *Kernel) start(l *lane) { k.working.Go(func() { l.run(k.work) }) }
