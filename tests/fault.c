/* Makes the Nth call that changes files under a folder fail, for LD_PRELOAD: see test_fault.py. Only calls of one thread count well. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

static char root[PATH_MAX];
static long countdown;
static int error_number, once, calls;

/* From now on the `nth` call (0: none) under `folder` fails with `number`; all after it too, unless `only_once`. */
void fault_arm(const char *folder, long nth, int number, int only_once)
{
    snprintf(root, sizeof root, "%s/", folder);
    countdown = nth;
    error_number = number;
    once = only_once;
    calls = 0;
}

int fault_calls(void) { return calls; }

static int under(int folder, const char *path)
{
    char whole[PATH_MAX], link[64];
    if (!root[0] || !path) return 0;
    if (path[0] == '/') return strncmp(path, root, strlen(root)) == 0;
    if (folder == AT_FDCWD) { if (!getcwd(whole, sizeof whole)) return 0; }
    else {
        snprintf(link, sizeof link, "/proc/self/fd/%d", folder);
        ssize_t size = readlink(link, whole, sizeof whole - 1);
        if (size < 0) return 0;
        whole[size] = 0;
    }
    strncat(whole, "/", sizeof whole - strlen(whole) - 1);
    return strncmp(whole, root, strlen(root)) == 0;
}

static int under_file(int file)
{
    return root[0] && under(file, "");
}

static int fails(int concerned)
{
    if (!concerned) return 0;
    calls++;
    if (countdown == 0 || (countdown > 1 && countdown--)) return 0;
    if (once) countdown = 0;
    errno = error_number;
    return 1;
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))
#define WRITES(flags) (((flags) & O_ACCMODE) != O_RDONLY || ((flags) & O_CREAT))

#define OPEN(name) \
int name(const char *path, int flags, ...) \
{ \
    va_list more; va_start(more, flags); mode_t mode = va_arg(more, mode_t); va_end(more); \
    if (fails(WRITES(flags) && under(AT_FDCWD, path))) return -1; \
    return REAL(name)(path, flags, mode); \
}
OPEN(open)
OPEN(open64)
#define OPENAT(name) \
int name(int folder, const char *path, int flags, ...) \
{ \
    va_list more; va_start(more, flags); mode_t mode = va_arg(more, mode_t); va_end(more); \
    if (fails(WRITES(flags) && under(folder, path))) return -1; \
    return REAL(name)(folder, path, flags, mode); \
}
OPENAT(openat)
OPENAT(openat64)

#define ON_FILE(type, name, declared, passed) \
type name declared { if (fails(under_file(file))) return -1; return REAL(name) passed; }
ON_FILE(ssize_t, write, (int file, const void *data, size_t size), (file, data, size))
ON_FILE(ssize_t, pwrite, (int file, const void *data, size_t size, off_t at), (file, data, size, at))
ON_FILE(ssize_t, pwrite64, (int file, const void *data, size_t size, off64_t at), (file, data, size, at))
ON_FILE(ssize_t, writev, (int file, const struct iovec *data, int count), (file, data, count))
ON_FILE(int, ftruncate, (int file, off_t size), (file, size))
ON_FILE(int, ftruncate64, (int file, off64_t size), (file, size))

#define ON_PATH(name, declared, folder, path, passed) \
int name declared { if (fails(under(folder, path))) return -1; return REAL(name) passed; }
ON_PATH(rename, (const char *from, const char *to), AT_FDCWD, to, (from, to))
ON_PATH(renameat, (int there, const char *from, int here, const char *to), here, to, (there, from, here, to))
ON_PATH(mkdir, (const char *path, mode_t mode), AT_FDCWD, path, (path, mode))
ON_PATH(mkdirat, (int folder, const char *path, mode_t mode), folder, path, (folder, path, mode))
ON_PATH(unlink, (const char *path), AT_FDCWD, path, (path))
ON_PATH(unlinkat, (int folder, const char *path, int flags), folder, path, (folder, path, flags))
ON_PATH(rmdir, (const char *path), AT_FDCWD, path, (path))
