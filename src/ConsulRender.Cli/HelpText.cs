namespace ConsulRender.Cli;

/// <summary>What <c>-h</c> prints; kept by a golden test.</summary>
internal static class HelpText
{
    public const string Text = """
        usage: consulrender [flags]
               consulrender check [flags]

        Keeps configuration files equal to what Consul says, and tells the program that
        reads them. Runs as a daemon, or once with -once. Flags take one dash or two,
        and '-flag value' or '-flag=value'.

        'consulrender check' finds mistakes in settings and templates, without Consul;
        'consulrender check -h' tells how.

        what to render
          -config FILE            settings in JSON; see docs/settings.md
          -template SRC:DST[:CMD] render SRC to DST and run CMD when DST has changed;
                                  may be repeated
          -snapshot FILE          take the data from a fixture file instead of an agent;
                                  renders once

        Consul
          -consul-addr ADDR       host:port, URL or unix:///path of the agent (default
                                  127.0.0.1:8500, environment CONSUL_HTTP_ADDR)
          -consul-token TOKEN     ACL token (environment CONSUL_HTTP_TOKEN, which keeps
                                  it out of the list of processes)
          -consul-token-file FILE read the token from FILE, again when it changes
          -consul-auth USER[:PASSWORD]
                                  basic authentication (environment CONSUL_HTTP_AUTH)
          -consul-ssl             speak TLS, as https:// in the address does
          -consul-ssl-ca-cert FILE
                                  an authority to trust instead of the system's
          -consul-ssl-ca-path FOLDER
                                  a folder of such files
          -consul-ssl-cert FILE   our certificate
          -consul-ssl-key FILE    its key (default: in the certificate's file)
          -consul-ssl-server-name NAME
                                  the name that the agent's certificate must have
          -consul-ssl-verify      verify the agent's certificate (default true)

        how to run
          -once                   render everything once, then exit
          -timeout DURATION       with -once: give up after this time, exit 21
                                  (default: wait for as long as it takes)
          -wait MIN[:MAX]         wait until nothing changed for MIN, at most MAX
                                  (default: no waiting; MAX is 4 times MIN)
          -dry                    print what would be written; write and run nothing

        messages
          -log-level LEVEL        trace, debug, info, warn or err (default info)
          -version                print the version and exit
          -h                      print this and exit

        Exit codes: 0 done, 12 interrupted, 13 usage, 15 settings, 20 template,
        21 timeout, 22 Consul refused, 23 file, 24 check command, 25 reload command,
        26 refused by a guard, 1 a bug. docs/operations.md tells what to do about each.

        """;

    /// <summary>What <c>check -h</c> prints; kept by a golden test, too.</summary>
    public const string Check = """
        usage: consulrender check [flags]

        Prints what is wrong or doubtful in settings and templates, one line each:
        FILE:LINE:COLUMN: SEVERITY: MESSAGE. Asks no Consul, runs no command and writes
        no file. docs/checking.md explains every rule.

        what to check
          -config FILE            settings in JSON; may be repeated, and then each file
                                  is checked as one that is run by itself
          -template SRC:DST[:CMD] a template beside those of the settings; may be
                                  repeated

        how to tell
          -format FORMAT          text or json (default text)
          -strict                 exit 1 also when there are only warnings
          -h                      print this and exit

        Exit codes: 0 no errors, 1 errors, 13 usage.

        """;
}
