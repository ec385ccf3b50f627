package main

import "strings"

// standard lists the packages of the standard library that a notebook may import. Left out is what cannot work in a
// cell (embed, plugin, C), what changes the process on import (expvar, net/http/pprof), and what needs the go
// command.
var standard = strings.Fields(`
	archive/tar archive/zip bufio bytes cmp
	compress/bzip2 compress/flate compress/gzip compress/lzw compress/zlib
	container/heap container/list container/ring context
	crypto crypto/aes crypto/cipher crypto/des crypto/ecdh crypto/ecdsa crypto/ed25519 crypto/elliptic crypto/hmac
	crypto/md5 crypto/rand crypto/rc4 crypto/rsa crypto/sha1 crypto/sha256 crypto/sha3 crypto/sha512 crypto/subtle
	crypto/tls crypto/x509 crypto/x509/pkix
	database/sql database/sql/driver
	encoding encoding/ascii85 encoding/asn1 encoding/base32 encoding/base64 encoding/binary encoding/csv encoding/gob encoding/hex encoding/json
	encoding/pem encoding/xml errors flag fmt
	go/ast go/constant go/doc go/doc/comment go/format go/parser go/printer go/scanner go/token go/types
	hash hash/adler32 hash/crc32 hash/crc64 hash/fnv hash/maphash html html/template
	index/suffixarray
	image image/color image/color/palette image/draw image/gif image/jpeg image/png
	io io/fs io/ioutil iter log log/slog maps
	math math/big math/bits math/cmplx math/rand math/rand/v2 mime mime/multipart mime/quotedprintable
	net net/http net/http/cookiejar net/http/httptest net/http/httptrace net/http/httputil net/mail net/netip net/rpc net/rpc/jsonrpc net/smtp net/textproto net/url
	os os/exec os/signal os/user path path/filepath
	reflect regexp regexp/syntax runtime runtime/debug slices sort strconv strings structs sync sync/atomic syscall
	testing testing/fstest testing/iotest testing/quick testing/slogtest text/scanner text/tabwriter text/template text/template/parse time
	unicode unicode/utf16 unicode/utf8 unique weak
`)

// module is the path of gojac's own module.
const module = "github.com/gojac/gojac"

// own lists gojac's packages that cells may name. One that is not there yet is skipped, with a message.
var own = []string{
	module + "/ad",
	module + "/ad/dataset",
	module + "/ad/nn",
	module + "/ad/optim",
	module + "/display",
}
