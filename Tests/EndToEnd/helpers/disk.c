/* Faults of a disk, for a program that is started with this library preloaded. They concern what lies
 * below the folder DISK_FOLDER, and need no rights that a container does not have:
 *   DISK_BYTES=N       the disk has room for N bytes more (ENOSPC)
 *   DISK_FULL=FILE     the disk is full while this file exists (ENOSPC)
 *   DISK_READ_ONLY=1   nothing can be changed (EROFS)
 *   DISK_EVENTS=FILE   a byte is added to this file before a file is made or synced, and after a move
 *                      or a change of rights
 *   DISK_KILL_AT=N     the program is killed at the Nth of these events, counted from 1
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static atomic_long written, events;

static int is_below(const char *path) {
  const char *folder = getenv("DISK_FOLDER");
  size_t length = folder ? strlen(folder) : 0;
  return length && path && !strncmp(path, folder, length)
      && (path[length] == '/' || path[length] == 0);
}

static int is_open_below(int file) {
  char link[32], path[PATH_MAX];
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return 0;
  path[length] = 0;
  return is_below(path);
}

/* Whether the path, seen from an open folder, lies on the disk. */
static int is_at_below(int folder, const char *path) {
  if (path[0] == '/') return is_below(path);
  char *here = folder == AT_FDCWD ? getcwd(NULL, 0) : NULL;
  int below = here ? is_below(here) : folder != AT_FDCWD && is_open_below(folder);
  free(here);
  return below;
}

static int is_read_only(void) { return getenv("DISK_READ_ONLY") != NULL; }

static void count_event(void) {
  long number = atomic_fetch_add(&events, 1) + 1;
  const char *kept = getenv("DISK_EVENTS"), *last = getenv("DISK_KILL_AT");
  if (kept) {
    int file = syscall(SYS_openat, AT_FDCWD, kept, O_WRONLY | O_CREAT | O_APPEND, 0600);
    syscall(SYS_write, file, ".", 1);
    syscall(SYS_close, file);
  }
  if (last && number == atol(last)) raise(SIGKILL);
}

/* How many of the bytes still fit; -1 where none do. */
static ssize_t room(int file, size_t count) {
  const char *bytes = getenv("DISK_BYTES"), *full = getenv("DISK_FULL");
  if ((!bytes && !full) || !is_open_below(file)) return count;
  if (full && access(full, F_OK) == 0) return -1;
  if (!bytes) return count;
  long left = atol(bytes) - atomic_fetch_add(&written, count);
  if (left <= 0 && count > 0) return -1;
  return (size_t)left < count ? left : (ssize_t)count;
}

#define NO_SPACE(room) if ((room) < 0) return errno = ENOSPC, -1

ssize_t write(int file, const void *data, size_t count) {
  ssize_t fits = room(file, count);
  NO_SPACE(fits);
  return REAL(write)(file, data, fits);
}

ssize_t pwrite(int file, const void *data, size_t count, off_t offset) {
  ssize_t fits = room(file, count);
  NO_SPACE(fits);
  return REAL(pwrite)(file, data, fits, offset);
}

ssize_t pwrite64(int file, const void *data, size_t count, off64_t offset) {
  ssize_t fits = room(file, count);
  NO_SPACE(fits);
  return REAL(pwrite64)(file, data, fits, offset);
}

ssize_t writev(int file, const struct iovec *parts, int count) {
  size_t bytes = 0;
  for (int part = 0; part < count; part++) bytes += parts[part].iov_len;
  if (room(file, bytes) < (ssize_t)bytes) return errno = ENOSPC, -1;
  return REAL(writev)(file, parts, count);
}

static int opens(int folder, const char *path, int flags) {
  if (!is_at_below(folder, path)) return 0;
  if (is_read_only() && (flags & (O_CREAT | O_TRUNC | O_WRONLY | O_RDWR))) return errno = EROFS, -1;
  if (flags & O_CREAT) count_event();
  return 0;
}

#define OPEN(name, folder, parameters, ...)                                                  \
  int name parameters {                                                                      \
    mode_t mode = 0;                                                                         \
    if (flags & (O_CREAT | __O_TMPFILE)) {                                                   \
      va_list rest;                                                                          \
      va_start(rest, flags);                                                                 \
      mode = va_arg(rest, mode_t);                                                           \
      va_end(rest);                                                                          \
    }                                                                                        \
    return opens(folder, path, flags) ? -1 : REAL(name)(__VA_ARGS__, mode);                  \
  }

OPEN(open, AT_FDCWD, (const char *path, int flags, ...), path, flags)
OPEN(open64, AT_FDCWD, (const char *path, int flags, ...), path, flags)
OPEN(openat, at, (int at, const char *path, int flags, ...), at, path, flags)
OPEN(openat64, at, (int at, const char *path, int flags, ...), at, path, flags)

int mkdir(const char *path, mode_t mode) {
  if (is_read_only() && is_at_below(AT_FDCWD, path)) return errno = EROFS, -1;
  return REAL(mkdir)(path, mode);
}

char *mkdtemp(char *path) {
  if (is_read_only() && is_at_below(AT_FDCWD, path)) return errno = EROFS, NULL;
  return REAL(mkdtemp)(path);
}

int rename(const char *old, const char *new) {
  int below = is_at_below(AT_FDCWD, new);
  if (below && is_read_only()) return errno = EROFS, -1;
  int failed = REAL(rename)(old, new);
  if (below && !failed) count_event();
  return failed;
}

int chmod(const char *path, mode_t mode) {
  int below = is_at_below(AT_FDCWD, path);
  if (below && is_read_only()) return errno = EROFS, -1;
  int failed = REAL(chmod)(path, mode);
  if (below && !failed) count_event();
  return failed;
}

int unlink(const char *path) {
  if (is_read_only() && is_at_below(AT_FDCWD, path)) return errno = EROFS, -1;
  return REAL(unlink)(path);
}

int fsync(int file) {
  if (is_open_below(file)) count_event();
  return REAL(fsync)(file);
}
