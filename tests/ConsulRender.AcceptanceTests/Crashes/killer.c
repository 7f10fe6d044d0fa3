// killer COUNT DIRECTORY PROGRAM ARGUMENT...: runs PROGRAM and kills it with SIGKILL before its COUNT-th system call that changes
// something below DIRECTORY, or that begins a process. What those processes do is their own matter. With 0 it only counts.
// Exit code 137 when it killed; else the program's own. The number of calls and the last one go to DIRECTORY/../calls.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *directory;
static pid_t program;

static void end(int signal_number) { kill(program, signal_number == SIGTERM ? SIGTERM : SIGKILL); }

static int is_path_below(pid_t thread, unsigned long address) {
    char path[4096] = "";
    struct iovec local = { path, sizeof path - 1 }, remote = { (void *)address, sizeof path - 1 };
    if (process_vm_readv(thread, &local, 1, &remote, 1, 0) < 0) {
        // The string may lie at the end of a page that has no successor.
        remote.iov_len = local.iov_len = 4096 - address % 4096;
        if (process_vm_readv(thread, &local, 1, &remote, 1, 0) < 0) return 0;
    }
    return strncmp(path, directory, strlen(directory)) == 0;
}

static int is_file_below(pid_t thread, int file) {
    char link[64], path[4096] = "";
    snprintf(link, sizeof link, "/proc/%d/fd/%d", thread, file);
    return readlink(link, path, sizeof path - 1) > 0 && strncmp(path, directory, strlen(directory)) == 0;
}

// The name of a call that changes something, null for others.
static const char *change(pid_t thread, const struct __ptrace_syscall_info *info) {
    const __uint64_t *argument = info->entry.args;
    switch (info->entry.nr) {
    case SYS_open: return (argument[1] & (O_CREAT | O_TRUNC)) && is_path_below(thread, argument[0]) ? "open" : NULL;
    case SYS_openat: return (argument[2] & (O_CREAT | O_TRUNC)) && is_path_below(thread, argument[1]) ? "open" : NULL;
    case SYS_rename: return is_path_below(thread, argument[0]) ? "rename" : NULL;
    case SYS_renameat: case SYS_renameat2: return is_path_below(thread, argument[1]) ? "rename" : NULL;
    case SYS_link: return is_path_below(thread, argument[0]) ? "link" : NULL;
    case SYS_linkat: return is_path_below(thread, argument[1]) ? "link" : NULL;
    case SYS_unlink: return is_path_below(thread, argument[0]) ? "unlink" : NULL;
    case SYS_unlinkat: return is_path_below(thread, argument[1]) ? "unlink" : NULL;
    case SYS_mkdir: return is_path_below(thread, argument[0]) ? "mkdir" : NULL;
    case SYS_mkdirat: return is_path_below(thread, argument[1]) ? "mkdir" : NULL;
    case SYS_chmod: case SYS_chown: return is_path_below(thread, argument[0]) ? "chmod" : NULL;
    case SYS_fchmodat: case SYS_fchownat: return is_path_below(thread, argument[1]) ? "chmod" : NULL;
    case SYS_fchmod: case SYS_fchown: return is_file_below(thread, argument[0]) ? "fchmod" : NULL;
    case SYS_fsync: case SYS_fdatasync: return is_file_below(thread, argument[0]) ? "fsync" : NULL;
    case SYS_ftruncate: return is_file_below(thread, argument[0]) ? "ftruncate" : NULL;
    case SYS_write: case SYS_pwrite64: case SYS_writev: case SYS_pwritev: case SYS_pwritev2: case SYS_copy_file_range: case SYS_sendfile:
        return is_file_below(thread, info->entry.nr == SYS_copy_file_range ? argument[2] : argument[0]) ? "write" : NULL;
    case SYS_fork: case SYS_vfork: return "fork";
    case SYS_clone: return argument[0] & CLONE_THREAD ? NULL : "fork";
    default: return NULL;
    }
}

static void tell(long count, const char *last) {
    char path[4096];
    snprintf(path, sizeof path, "%s/../calls", directory);
    FILE *file = fopen(path, "w");
    if (file) {
        fprintf(file, "%ld %s\n", count, last);
        fclose(file);
    }
}

int main(int count_of_arguments, char **arguments) {
    if (count_of_arguments < 4) return 2;
    long when = atol(arguments[1]), count = 0;
    const char *last = "none";
    directory = arguments[2];
    program = fork();
    if (program == 0) {
        ptrace(PTRACE_TRACEME, 0, 0, 0);
        raise(SIGSTOP);
        execvp(arguments[3], arguments + 3);
        _exit(127);
    }
    signal(SIGTERM, end);
    signal(SIGINT, end);
    int status;
    waitpid(program, &status, 0);
    ptrace(PTRACE_SETOPTIONS, program, 0, PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACECLONE | PTRACE_O_TRACEEXEC | PTRACE_O_EXITKILL);
    ptrace(PTRACE_SYSCALL, program, 0, 0);
    for (;;) {
        pid_t thread = waitpid(-1, &status, __WALL);
        if (thread < 0) {
            if (errno == EINTR) continue;
            return 1;
        }
        if (WIFEXITED(status) || WIFSIGNALED(status)) {
            if (thread != program) continue;
            tell(count, last);
            return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
        }
        int with = 0, stop = WSTOPSIG(status);
        if (stop == (SIGTRAP | 0x80)) {
            struct __ptrace_syscall_info info;
            const char *name = NULL;
            if (ptrace(PTRACE_GET_SYSCALL_INFO, thread, sizeof info, &info) > 0 && info.op == PTRACE_SYSCALL_INFO_ENTRY) name = change(thread, &info);
            if (name) last = name;
            if (name && ++count == when) {
                // Not even this call is made.
                ptrace(PTRACE_POKEUSER, thread, offsetof(struct user_regs_struct, orig_rax), -1L);
                kill(program, SIGKILL);
                continue;
            }
        } else if (stop != SIGTRAP && stop != SIGSTOP) {
            with = stop;
        }
        ptrace(PTRACE_SYSCALL, thread, 0, with);
    }
}
