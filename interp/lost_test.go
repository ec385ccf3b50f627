package interp

import "testing"

// TestWorkerLostBetweenCells ends the process while no cell runs: the next cell
// must not go on with variables that are zero.
func TestWorkerLostBetweenCells(t *testing.T) {
	nb := newNotebook(t)
	nb.want("func f() int { return 42 }\nx := 1")
	end := func() {
		nb.client.mu.Lock()
		p := nb.client.proc
		nb.client.mu.Unlock()
		p.kill()
		<-p.gone
	}
	end()
	nb.want("x", "WorkerLost", "killed", "this one was not run", "values of x are lost")
	nb.want("x + f()", "=> 42")
	nb.want("y, z, v := 2, 3, 4")
	nb.want("func z() {}") // which is no variable any more, and v no name of the session's
	nb.want("import v \"strings\"")
	end()
	nb.want("1", "WorkerLost", "values of x, y are lost")
	nb.want("y + f()", "=> 42")
}
