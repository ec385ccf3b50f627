// Package zmtp is the transport under the kernel's sockets: a net.Listener whose
// connections speak ZMTP 3.0 (https://rfc.zeromq.org/spec/23/) with strangers and
// show the socket library above only what is well formed.
//
// A socket library that trusts its peers can be ended by nine bytes, and one that
// writes from a common queue freezes behind one reader that stopped. So here the
// greeting and READY are exchanged concurrently and under a deadline (handshake.go,
// listener.go); frames are checked for size and shape and read only as fast as
// bytes arrive, commands are answered or swallowed (read.go); and every connection
// has its own bounded queue of whole messages and its own writer, which cuts a
// peer that stopped reading (write.go, queue.go).
//
// The package imports the standard library only.
package zmtp
