/* blas LIBRARY: times OpenBLAS's matrix products without a caller's overhead. It reads lines "64|32 VIEWS m k n calls", where
   VIEWS says of A and B whether they are stored (N) or are the transpose of what is stored (T), and answers each with the
   seconds that one product took. The line "threads N" is answered with the name of the core that the library chose. */
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef long long integer; /* the library of numpy's wheel has 64-bit integers */
enum { ROWS = 101, PLAIN = 111, TRANSPOSED = 112 };

typedef void dgemm(int, int, int, integer, integer, integer, double, const double *, integer, const double *, integer, double, double *, integer);
typedef void sgemm(int, int, int, integer, integer, integer, float, const float *, integer, const float *, integer, float, float *, integer);

static void *library;

static void *find(const char *name)
{
	void *p = dlsym(library, name);
	if (!p) {
		fprintf(stderr, "blas: %s\n", dlerror());
		exit(2);
	}
	return p;
}

static void *filled(integer n, int bits)
{
	void *p;
	if (posix_memalign(&p, 64, n * bits / 8 + 64))
		exit(2);
	for (integer i = 0; i < n; i++) {
		double v = (double)(i * 7919 % 1000) / 500 - 1;
		if (bits == 64)
			((double *)p)[i] = v;
		else
			((float *)p)[i] = (float)v;
	}
	return p;
}

static double now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec + 1e-9 * t.tv_nsec;
}

/* product keeps its operands for a call with the same sizes. */
static double product(int bits, const char *views, integer m, integer k, integer n, int calls)
{
	static void *a, *b, *c;
	static integer had[4];
	dgemm *d = (dgemm *)find("scipy_cblas_dgemm64_");
	sgemm *s = (sgemm *)find("scipy_cblas_sgemm64_");
	int ta = views[0] == 'T' ? TRANSPOSED : PLAIN, tb = views[1] == 'T' ? TRANSPOSED : PLAIN;
	integer lda = views[0] == 'T' ? m : k, ldb = views[1] == 'T' ? k : n;
	double start = 0;
	if (had[0] != bits || had[1] != m || had[2] != k || had[3] != n) {
		free(a), free(b), free(c);
		a = filled(m * k, bits), b = filled(k * n, bits), c = filled(m * n, bits);
		had[0] = bits, had[1] = m, had[2] = k, had[3] = n;
	}
	for (int i = -calls; i < calls; i++) {
		if (i == 0)
			start = now(); /* as many calls before are not counted */
		if (bits == 64)
			d(ROWS, ta, tb, m, n, k, 1, a, lda, b, ldb, 0, c, n);
		else
			s(ROWS, ta, tb, m, n, k, 1, a, lda, b, ldb, 0, c, n);
	}
	return (now() - start) / calls;
}

int main(int argc, char **argv)
{
	char line[200], views[3];
	int bits, calls;
	integer m, k, n;

	if (argc < 2 || !(library = dlopen(argv[1], RTLD_NOW))) {
		fprintf(stderr, "blas: %s\n", argc < 2 ? "usage: blas LIBRARY" : dlerror());
		return 2;
	}
	while (fgets(line, sizeof line, stdin)) {
		if (sscanf(line, "threads %d", &calls) == 1) {
			((void (*)(int))find("scipy_openblas_set_num_threads64_"))(calls);
			printf("%s\n", ((char *(*)(void))find("scipy_openblas_get_corename64_"))());
		} else if (sscanf(line, "%d %2s %lld %lld %lld %d", &bits, views, &m, &k, &n, &calls) == 6) {
			printf("%.12g\n", product(bits, views, m, k, n, calls));
		} else {
			fprintf(stderr, "blas: not understood: %s", line);
			return 2;
		}
		fflush(stdout);
	}
	return 0;
}
