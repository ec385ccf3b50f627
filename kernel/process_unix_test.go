//go:build !windows

package kernel

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// process is a kernel in a process of its own: this test binary, see TestMain.
type process struct {
	*live
	cmd    *exec.Cmd
	stderr bytes.Buffer
	exited chan struct{}
}

func writeConnection(t *testing.T, c Connection) (file string) {
	t.Helper()
	b, err := json.Marshal(map[string]any{
		"transport": c.Transport, "ip": c.IP, "key": c.Key, "signature_scheme": c.Scheme,
		"shell_port": c.Shell, "control_port": c.Control, "stdin_port": c.Stdin, "iopub_port": c.IOPub, "hb_port": c.Heartbeat,
	})
	if err != nil {
		t.Fatal(err)
	}
	file = filepath.Join(t.TempDir(), "connection.json")
	if err := os.WriteFile(file, b, 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func startProcess(t *testing.T, c Connection) *process {
	t.Helper()
	p := &process{live: &live{t: t, k: &Kernel{connection: c}}, exited: make(chan struct{})}
	p.cmd = exec.Command(os.Args[0])
	p.cmd.Env = append(os.Environ(), "KERNEL_TEST_CONNECTION="+writeConnection(t, c))
	p.cmd.Stderr = &p.stderr
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() { p.cmd.Wait(); close(p.exited) }()
	t.Cleanup(func() { p.cmd.Process.Kill(); <-p.exited })
	return p
}

// ready waits for the last of the sockets.
func (p *process) ready() {
	p.t.Helper()
	awaitFile(p.t, fmt.Sprintf("%s-%d", p.k.connection.IP, p.k.connection.Heartbeat), true)
}

func awaitFile(t *testing.T, file string, there bool) {
	t.Helper()
	for range 1000 {
		if _, err := os.Stat(file); (err == nil) == there {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatalf("%s: there: %v, want %v", file, !there, there)
}

// exit waits for the process and checks its exit code and that no socket is left.
func (p *process) exit(code int) {
	p.t.Helper()
	select {
	case <-p.exited:
	case <-time.After(10 * time.Second):
		p.t.Fatal("the kernel did not exit")
	}
	if got := p.cmd.ProcessState.ExitCode(); got != code {
		p.t.Errorf("exit code %d, want %d; stderr:\n%s", got, code, p.stderr.String())
	}
	if left, _ := filepath.Glob(p.k.connection.IP + "-*"); len(left) > 0 {
		p.t.Errorf("left behind: %v", left)
	}
}

func TestTerminate(t *testing.T) {
	for _, s := range []syscall.Signal{syscall.SIGTERM, syscall.SIGHUP} {
		p := startProcess(t, ipcConnection(t))
		p.ready()
		u := p.connect("alice")
		u.run("print a")
		id := u.send("shell", "execute_request", cell("print b\nloop"))
		for u.recv("iopub").Type != "stream" {
		}
		p.cmd.Process.Signal(s)
		for u.recv("iopub").Type != "shutdown_reply" {
		}
		if _, reply := u.collect(id); !strings.Contains(reply, `"error"`) {
			t.Errorf("%v: reply %s", s, reply)
		}
		p.exit(0)
	}
}

// TestSIGINT interrupts the cell, not the kernel; while idle it does nothing.
func TestSIGINT(t *testing.T) {
	p := startProcess(t, ipcConnection(t))
	p.ready()
	u := p.connect("alice")
	u.run("print a")
	p.cmd.Process.Signal(os.Interrupt)
	u.run("print b")
	id := u.send("shell", "execute_request", cell("print c\nloop"))
	for u.recv("iopub").Type != "stream" {
	}
	p.cmd.Process.Signal(os.Interrupt)
	if _, reply := u.collect(id); !strings.Contains(reply, "KeyboardInterrupt") {
		t.Errorf("reply %s", reply)
	}
	u.run("print d")
	u.send("control", "shutdown_request", `{}`)
	p.exit(0)
}

// TestKilledAndStartedAgain finds the sockets of the killed kernel in its way.
func TestKilledAndStartedAgain(t *testing.T) {
	c := ipcConnection(t)
	p := startProcess(t, c)
	p.ready()
	p.works()
	p.cmd.Process.Kill()
	<-p.exited
	if left, _ := filepath.Glob(c.IP + "-*"); len(left) != 5 {
		t.Fatalf("a killed kernel left %v", left)
	}
	q := startProcess(t, c)
	for range 1000 {
		if q.answers() {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	q.works()
	q.cmd.Process.Signal(syscall.SIGTERM)
	q.exit(0)
}

func (p *process) answers() bool {
	network, address := p.address(p.ports()["hb"])
	c, err := net.Dial(network, address)
	if err != nil {
		return false
	}
	c.Close()
	return true
}

// TestParentDies starts the kernel below a shell and kills the shell.
func TestParentDies(t *testing.T) {
	c := ipcConnection(t)
	shell := exec.Command("sh", "-c", `JPY_PARENT_PID=$$ "$0" & echo $!; wait`, os.Args[0])
	shell.Env = append(os.Environ(), "KERNEL_TEST_CONNECTION="+writeConnection(t, c))
	out, err := shell.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := shell.Start(); err != nil {
		t.Fatal(err)
	}
	line, _ := bufio.NewReader(out).ReadString('\n')
	pid, err := strconv.Atoi(strings.TrimSpace(line))
	if err != nil {
		t.Fatal(err)
	}
	defer syscall.Kill(pid, syscall.SIGKILL)
	hb := fmt.Sprintf("%s-%d", c.IP, c.Heartbeat)
	awaitFile(t, hb, true)
	shell.Process.Kill()
	shell.Wait()
	awaitFile(t, hb, false)
}

func TestRunErrors(t *testing.T) {
	c := ipcConnection(t)
	first := startProcess(t, c)
	first.ready()
	second := startProcess(t, c)
	<-second.exited
	if s := second.stderr.String(); second.cmd.ProcessState.ExitCode() != 1 || !strings.Contains(s, "kernel: shell: ") {
		t.Errorf("exit code %d, %q", second.cmd.ProcessState.ExitCode(), s)
	}
	first.works()
}
