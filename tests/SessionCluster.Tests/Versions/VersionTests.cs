using FastElman.Samples.SessionCluster.Contracts;
using FastElman.Samples.SessionCluster.Sessions;
using FastElman.Samples.SessionCluster.Tests.Sessions;
using Orleans;
using Orleans.Runtime;

namespace FastElman.Samples.SessionCluster.Tests.Versions;

/// <summary>The versions of the model on a silo, and their files in Redis.</summary>
[Collection(InProcessSilo.Name)]
public sealed class VersionTests
{
    private readonly InProcessSilo _silo;

    public VersionTests(InProcessSilo silo)
    {
        silo.Require();
        _silo = silo;
    }

    [Fact]
    public async Task Files_that_Redis_has_forgotten_are_put_back()
    {
        var fingerprint = FlightsModel.Compiled.Model.Fingerprint;
        await _silo.ForgetFileAsync(fingerprint);
        await Assert.ThrowsAsync<InvalidOperationException>(() => _silo.FindAsync(fingerprint));

        await _silo.Versions.KeepFilesAsync();

        Assert.Equal(fingerprint, (await _silo.FindAsync(fingerprint)).Fingerprint);
    }

    [Fact]
    public async Task Files_stay_longer_than_states_as_long_as_a_silo_uses_them_and_not_for_ever()
    {
        var fingerprint = FlightsModel.Compiled.Model.Fingerprint;
        var expiry = new ClusterSettings().StateExpiry;
        await _silo.AddAsync(FlightsModel.Compiled.Model);
        Assert.True(await _silo.ExpiryAsync(fingerprint) > 2 * expiry, "The file is not kept, or kept for ever.");

        await _silo.ExpireAsync(fingerprint, TimeSpan.FromMinutes(1));
        await _silo.Versions.KeepFilesAsync();

        Assert.True(await _silo.ExpiryAsync(fingerprint) > 2 * expiry, "The file was not kept on.");
    }

    [Fact]
    public async Task A_version_without_sessions_is_forgotten_and_a_session_that_begins_on_it_all_the_same_goes_on()
    {
        var other = FlightsModel.OtherVersion("from.town");
        await _silo.AddAsync(other);
        var engine = await _silo.Versions.GetAsync(other.Fingerprint);

        _silo.Versions.ForgetUnused();
        var session = (await engine.BeginAsync(GrainId.Create("session", "late"), new SessionRecord()))!;

        Assert.DoesNotContain(engine, _silo.Versions.All);
        Assert.Contains(_silo.Versions.Current, _silo.Versions.All);
        var pieces = new SessionPieces { First = 0, Pieces = [new Piece("a", true)] };
        var work = new PiecesWork(session, pieces, [0, SessionWord.EndOfSentence]);
        Assert.Single(await engine.AdvanceAsync(work));
        Assert.NotNull((await engine.SaveAsync([session]))[0]);
        await engine.CloseAsync(session);
    }

    [Fact]
    public async Task A_version_with_a_session_is_kept()
    {
        var other = FlightsModel.OtherVersion();
        await _silo.AddAsync(other);
        var session = _silo.NewSession();
        await session.AdvanceAsync(
            new SessionPieces { First = 0, Pieces = [new Piece("to", false)], Model = other.Fingerprint });

        _silo.Versions.ForgetUnused();

        Assert.Contains(_silo.Versions.All, engine => engine.Fingerprint == other.Fingerprint);
        await session.CloseAsync();
    }
}
