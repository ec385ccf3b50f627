package kernel

import (
	"crypto/hmac"
	"crypto/md5"
	"crypto/rand"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha3"
	"crypto/sha512"
	"encoding/hex"
	"fmt"
	"hash"
	"maps"
	"os"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
)

// schemes are the ways to sign: hmac- and what Python's hashlib calls the hash, as far
// as Go's standard library has it.
var schemes = map[string]func() hash.Hash{
	"hmac-md5":      md5.New,
	"hmac-sha1":     sha1.New,
	"hmac-sha224":   sha256.New224,
	"hmac-sha256":   sha256.New,
	"hmac-sha384":   sha512.New384,
	"hmac-sha512":   sha512.New,
	"hmac-sha3_224": func() hash.Hash { return sha3.New224() },
	"hmac-sha3_256": func() hash.Hash { return sha3.New256() },
	"hmac-sha3_384": func() hash.Hash { return sha3.New384() },
	"hmac-sha3_512": func() hash.Hash { return sha3.New512() },
}

func schemeNames() []string { return slices.Sorted(maps.Keys(schemes)) }

// A session is one life of the kernel: its name, by which clients notice a restart,
// and the key messages are signed with.
type session struct {
	id     string
	ids    string     // what message IDs begin with
	macs   *sync.Pool // of hash.Hash; nil without a key
	serial atomic.Int64
	seen   digests
}

func newSession(key, scheme string) *session {
	var b [16]byte
	rand.Read(b[:])
	s := &session{id: hex.EncodeToString(b[:])}
	s.ids = fmt.Sprintf("%s_%d_", s.id, os.Getpid())
	if key != "" {
		s.macs = &sync.Pool{New: func() any { return hmac.New(schemes[scheme], []byte(key)) }}
	}
	return s
}

func (s *session) nextID() string { return s.ids + strconv.FormatInt(s.serial.Add(1), 10) }

// sign returns the signature of the four JSON frames, empty without a key.
func (s *session) sign(parts [][]byte) []byte {
	if s.macs == nil {
		return nil
	}
	mac := s.macs.Get().(hash.Hash)
	defer s.macs.Put(mac)
	mac.Reset()
	for _, p := range parts {
		mac.Write(p)
	}
	return hex.AppendEncode(nil, mac.Sum(nil))
}

// verify fails unless the signature is right and new.
func (s *session) verify(signature []byte, parts [][]byte) error {
	if s.macs == nil {
		return nil
	}
	if !hmac.Equal(s.sign(parts), signature) {
		return errSignature
	}
	var d digest
	hex.Decode(d[:], signature[:2*len(d)])
	if !s.seen.add(d) {
		return errReplay
	}
	return nil
}

// A digest is the beginning of a signature; the shortest, of MD5, is no longer.
type digest [16]byte

// digests remembers the latest signatures, at least perGeneration of them.
type digests struct {
	mu    sync.Mutex
	young map[digest]bool
	old   map[digest]bool
}

// perGeneration is as many as jupyter_client's own session remembers.
const perGeneration = 64 << 10

// add reports whether d is new.
func (s *digests) add(d digest) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.young[d] || s.old[d] {
		return false
	}
	if s.young == nil || len(s.young) >= perGeneration {
		s.young, s.old = map[digest]bool{}, s.young
	}
	s.young[d] = true
	return true
}
