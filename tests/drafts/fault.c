/* Lets the n-th system call on a draft or its journal fail; preloaded by test_faults.py. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static int left = 0, code = 0, stays = 0;

void fault_arm(int n, int errno_value, int from_then_on) {
    left = n;
    code = errno_value;
    stays = from_then_on;
}

/* How many calls are left until the fault; 0 or less: it has come. */
int fault_left(void) { return left; }

static int falls(const char *path) {
    if (code == 0 || strstr(path, ".jbgs") == NULL || strstr(path, ".lock") != NULL)
        return 0;
    left--;
    if (left == 0 || (left < 0 && stays)) {
        errno = code;
        return 1;
    }
    return 0;
}

static int falls_on(int fd) {
    char link[64], path[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0)
        return 0;
    path[length] = 0;
    return falls(path);
}

#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

ssize_t pwrite64(int fd, const void *data, size_t size, off64_t at) {
    return falls_on(fd) ? -1 : NEXT(pwrite64)(fd, data, size, at);
}
ssize_t pwrite(int fd, const void *data, size_t size, off_t at) {
    return falls_on(fd) ? -1 : NEXT(pwrite)(fd, data, size, at);
}
ssize_t write(int fd, const void *data, size_t size) {
    return falls_on(fd) ? -1 : NEXT(write)(fd, data, size);
}
int fsync(int fd) { return falls_on(fd) ? -1 : NEXT(fsync)(fd); }
int fdatasync(int fd) { return falls_on(fd) ? -1 : NEXT(fdatasync)(fd); }
int ftruncate64(int fd, off64_t size) { return falls_on(fd) ? -1 : NEXT(ftruncate64)(fd, size); }
int ftruncate(int fd, off_t size) { return falls_on(fd) ? -1 : NEXT(ftruncate)(fd, size); }
int unlink(const char *path) { return falls(path) ? -1 : NEXT(unlink)(path); }

static int opens(int (*next)(const char *, int, ...), const char *path, int flags, mode_t mode) {
    return falls(path) ? -1 : next(path, flags, mode);
}
#define MODE(flags, mode)                                                                          \
    mode_t mode = 0;                                                                               \
    if (flags & O_CREAT) {                                                                         \
        va_list more;                                                                              \
        va_start(more, flags);                                                                     \
        mode = va_arg(more, mode_t);                                                               \
        va_end(more);                                                                              \
    }
int open64(const char *path, int flags, ...) {
    MODE(flags, mode)
    return opens(NEXT(open64), path, flags, mode);
}
int open(const char *path, int flags, ...) {
    MODE(flags, mode)
    return opens(NEXT(open), path, flags, mode);
}
