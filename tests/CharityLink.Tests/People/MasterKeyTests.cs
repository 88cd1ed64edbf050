using CharityLink.People;
using CharityLink.Testing;
using Microsoft.Extensions.Configuration;

namespace CharityLink.Tests.People;

public sealed class MasterKeyTests
{
    [Fact]
    public void The_key_file_is_made_once_and_only_its_owner_may_read_it()
    {
        using var home = TestHome.Create();
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("CHARITYLINK_HOME", home.Path)]).Build();
        var first = MasterKeys.From(configuration);
        Assert.Equal(first.CurrentId, MasterKeys.From(configuration).CurrentId);
        var file = Path.Combine(home.Path, "people.key");
        Assert.Equal(32, new FileInfo(file).Length);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(file));
        Assert.Equal([file], Directory.GetFiles(home.Path));
    }

    [Fact]
    public void A_key_of_the_wrong_length_is_refused() => Assert.Throws<ArgumentException>(() => new MasterKeys(new byte[16]));
}
