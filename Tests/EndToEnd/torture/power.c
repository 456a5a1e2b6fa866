/* Keeps a journal of what a program does to the files below a folder, from which the state of the disk
 * after a power failure can be made. The program is started with this library preloaded, and with
 *   POWER_FOLDER   the folder
 *   POWER_JOURNAL  the file to which a record of each change and each sync is added
 *
 * A record is in the journal before the call returns. Changes are made one at a time, so the journal's
 * order is the disk's. What is written through mapped memory is not seen: SQLite maps only the index of
 * its log (-shm), which it makes anew.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

/* The record's head; behind it come the path and what was written. */
struct record {
  char kind; /* w: written, t: cut, s: synced, c: made, r: renamed to the contents, u: removed */
  char unused[3];
  uint32_t path_length;
  uint64_t file, offset, length;
};

static int is_below(const char *path) {
  const char *folder = getenv("POWER_FOLDER");
  size_t length = folder ? strlen(folder) : 0;
  return length && !strncmp(path, folder, length) && (path[length] == '/' || path[length] == 0);
}

static void note(char kind, uint64_t file, const char *path, uint64_t offset, const void *data,
                 size_t length) {
  static int journal = -1;
  if (journal < 0)
    journal = syscall(SYS_openat, AT_FDCWD, getenv("POWER_JOURNAL"),
                      O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  struct record head = {kind, {0}, strlen(path), file, offset, length};
  struct iovec parts[] = {{&head, sizeof head}, {(void *)path, strlen(path)}, {(void *)data, length}};
  size_t all = sizeof head + strlen(path) + length;
  /* Half a record would make all that follows unreadable. */
  if (syscall(SYS_writev, journal, parts, 3) != (long)all) abort();
}

/* The path of an open file below the folder, and its number. */
static int find(int file, char *path, uint64_t *number) {
  char link[32];
  struct stat status;
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  ssize_t length = readlink(link, path, PATH_MAX - 1);
  if (length < 0) return 0;
  path[length] = 0;
  if (!is_below(path) || fstat(file, &status)) return 0;
  *number = status.st_ino;
  return 1;
}

static const char *absolute(int folder, const char *path, char *whole) {
  if (path[0] == '/') return path;
  char here[PATH_MAX], link[32];
  snprintf(link, sizeof link, folder == AT_FDCWD ? "/proc/self/cwd" : "/proc/self/fd/%d", folder);
  ssize_t length = readlink(link, here, sizeof here - 1);
  here[length < 0 ? 0 : length] = 0;
  if (snprintf(whole, PATH_MAX, "%s/%s", here, path) >= PATH_MAX) abort();
  return whole;
}

static ssize_t wrote(int file, off64_t offset, const struct iovec *parts, int count, ssize_t done) {
  char path[PATH_MAX];
  uint64_t number;
  if (done <= 0 || !find(file, path, &number)) return done;
  char *data = malloc(done);
  if (!data) abort();
  ssize_t copied = 0;
  for (int part = 0; part < count && copied < done; part++) {
    size_t length = parts[part].iov_len;
    if (length > (size_t)(done - copied)) length = done - copied;
    memcpy(data + copied, parts[part].iov_base, length);
    copied += length;
  }
  note('w', number, path, offset >= 0 ? offset : lseek64(file, 0, SEEK_CUR) - done, data, done);
  free(data);
  return done;
}

#define LOCKED(type, expression) \
  pthread_mutex_lock(&lock);     \
  type done = expression;        \
  pthread_mutex_unlock(&lock);   \
  return done;

static int concerns(int file) {
  char path[PATH_MAX];
  uint64_t number;
  return find(file, path, &number);
}

#define WRITE(name, offset, parts, count, call) \
  if (!concerns(file)) return call;             \
  LOCKED(ssize_t, wrote(file, offset, parts, count, call))

ssize_t write(int file, const void *data, size_t length) {
  struct iovec part = {(void *)data, length};
  WRITE(write, -1, &part, 1, REAL(write)(file, data, length))
}

ssize_t pwrite(int file, const void *data, size_t length, off_t offset) {
  struct iovec part = {(void *)data, length};
  WRITE(pwrite, offset, &part, 1, REAL(pwrite)(file, data, length, offset))
}

ssize_t pwrite64(int file, const void *data, size_t length, off64_t offset) {
  struct iovec part = {(void *)data, length};
  WRITE(pwrite64, offset, &part, 1, REAL(pwrite64)(file, data, length, offset))
}

ssize_t writev(int file, const struct iovec *parts, int count) {
  WRITE(writev, -1, parts, count, REAL(writev)(file, parts, count))
}

ssize_t pwritev(int file, const struct iovec *parts, int count, off_t offset) {
  WRITE(pwritev, offset, parts, count, REAL(pwritev)(file, parts, count, offset))
}

static int changed(char kind, int file, off64_t size, int failed) {
  char path[PATH_MAX];
  uint64_t number;
  if (!failed && find(file, path, &number)) note(kind, number, path, size, NULL, 0);
  return failed;
}

int ftruncate(int file, off_t size) {
  if (!concerns(file)) return REAL(ftruncate)(file, size);
  LOCKED(int, changed('t', file, size, REAL(ftruncate)(file, size)))
}

int ftruncate64(int file, off64_t size) {
  if (!concerns(file)) return REAL(ftruncate64)(file, size);
  LOCKED(int, changed('t', file, size, REAL(ftruncate64)(file, size)))
}

int fsync(int file) {
  if (!concerns(file)) return REAL(fsync)(file);
  LOCKED(int, changed('s', file, 0, REAL(fsync)(file)))
}

int fdatasync(int file) {
  if (!concerns(file)) return REAL(fdatasync)(file);
  LOCKED(int, changed('s', file, 0, REAL(fdatasync)(file)))
}

static int opened(int file, int isNew, int flags) {
  char path[PATH_MAX];
  uint64_t number;
  if (file < 0 || !find(file, path, &number)) return file;
  if (isNew) note('c', number, path, 0, NULL, 0);
  else if (flags & O_TRUNC) note('t', number, path, 0, NULL, 0);
  return file;
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
    char whole[PATH_MAX];                                                                    \
    const char *place = absolute(folder, path, whole);                                       \
    if (!is_below(place) || !(flags & (O_CREAT | O_TRUNC))) return REAL(name)(__VA_ARGS__, mode); \
    pthread_mutex_lock(&lock);                                                               \
    int isNew = access(place, F_OK) != 0;                                                    \
    int done = opened(REAL(name)(__VA_ARGS__, mode), isNew, flags);                          \
    pthread_mutex_unlock(&lock);                                                             \
    return done;                                                                             \
  }

OPEN(open, AT_FDCWD, (const char *path, int flags, ...), path, flags)
OPEN(open64, AT_FDCWD, (const char *path, int flags, ...), path, flags)
OPEN(openat, at, (int at, const char *path, int flags, ...), at, path, flags)
OPEN(openat64, at, (int at, const char *path, int flags, ...), at, path, flags)

static int made(int file, char *path) {
  if (is_below(path)) opened(file, 1, 0);
  return file;
}

int mkstemp(char *path) { LOCKED(int, made(REAL(mkstemp)(path), path)) }
int mkostemp(char *path, int flags) { LOCKED(int, made(REAL(mkostemp)(path, flags), path)) }

static int renamed(int from, const char *old, int to, const char *new, int failed) {
  char first[PATH_MAX], second[PATH_MAX];
  const char *source = absolute(from, old, first), *target = absolute(to, new, second);
  if (!failed && (is_below(source) || is_below(target)))
    note('r', 0, source, 0, target, strlen(target));
  return failed;
}

int rename(const char *old, const char *new) {
  LOCKED(int, renamed(AT_FDCWD, old, AT_FDCWD, new, REAL(rename)(old, new)))
}

int renameat(int from, const char *old, int to, const char *new) {
  LOCKED(int, renamed(from, old, to, new, REAL(renameat)(from, old, to, new)))
}

static int removed(int at, const char *path, int failed) {
  char whole[PATH_MAX];
  const char *place = absolute(at, path, whole);
  if (!failed && is_below(place)) note('u', 0, place, 0, NULL, 0);
  return failed;
}

int unlink(const char *path) { LOCKED(int, removed(AT_FDCWD, path, REAL(unlink)(path))) }
int unlinkat(int at, const char *path, int flags) {
  LOCKED(int, removed(at, path, REAL(unlinkat)(at, path, flags)))
}
