using ConsulRender.Cli.Systemd;
using Xunit;

namespace ConsulRender.Tests.Cli.Systemd;

public sealed class SystemdVariablesTests
{
    [Theory]
    [InlineData("/run/systemd/notify", "60000000", "42", 60)]
    [InlineData("@notify", "60000000", null, 60)]
    [InlineData("@notify", "60000000", "", 60)]
    [InlineData("@notify", "60000000", "41", 0)]
    [InlineData("@notify", null, null, 0)]
    [InlineData("@notify", "0", null, 0)]
    [InlineData("@notify", "soon", null, 0)]
    [InlineData("@notify", "18446744073709551615", null, 0)]
    [InlineData("@notify", "9223372036854775807", null, 0)]
    public void The_watchdog_is_served_by_the_process_that_it_was_meant_for(string socket, string? watchdog, string? process, int seconds) =>
        Assert.Equal(new SystemdVariables(socket, seconds == 0 ? null : TimeSpan.FromSeconds(seconds)), Read(socket, watchdog, process));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("vsock:2:1")]
    public void Without_a_socket_that_can_be_written_to_nothing_is_notified(string? socket) => Assert.Null(Read(socket, "1000000", null));

    private static SystemdVariables? Read(string? socket, string? watchdog, string? process) =>
        SystemdVariables.Read(name => name switch { "NOTIFY_SOCKET" => socket, "WATCHDOG_USEC" => watchdog, _ => process }, 42);
}
