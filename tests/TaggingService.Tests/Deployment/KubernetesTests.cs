using System.Globalization;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using YamlDotNet.RepresentationModel;

namespace FastElman.Samples.TaggingService.Tests.Deployment;

/// <summary>The manifest agrees with the image, with the service, and with itself.</summary>
public sealed class KubernetesTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static TimeSpan DrainTime => Time(Manifest.Settings["Service:Shutdown:DrainTime"]);

    [Fact]
    public void Its_ports_are_those_of_the_image()
    {
        var ports = Manifest.Container.At("ports").Items().ToArray();
        Assert.Equal(Dockerfile.Ports, ports.Select(port => port.At("containerPort").Number()));

        var names = ports.Select(port => port.At("name").Text()).ToArray();
        var targets = Manifest.Service.At("spec", "ports").Items().ToArray();
        Assert.Equal(names, targets.Select(port => port.At("targetPort").Text()));
        Assert.Equal(["http", "kubernetes.io/h2c"], targets.Select(port => port.At("appProtocol").Text()));
        Assert.All(Probes(), probe => Assert.Equal("http", probe.At("port").Text()));
    }

    [Fact]
    public async Task The_service_answers_its_probes_with_its_settings()
    {
        var settings = Manifest.Settings.Where(setting => setting.Key != "FastElman:ModelPath").ToDictionary();
        await using var service = new RunningService(settings);
        foreach (var path in Probes().Select(probe => probe.At("path").Text()))
        {
            var answer = await service.Client.GetAsync(new Uri(path, UriKind.Relative), Cancellation);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        var host = service.Services.GetRequiredService<IOptions<HostOptions>>().Value;
        Assert.Equal(
            Manifest.Settings["shutdownTimeoutSeconds"],
            host.ShutdownTimeout.TotalSeconds.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Those of FastElman are checked by the service at its start.</summary>
    [Fact]
    public void Its_settings_of_the_service_exist()
    {
        var classes = typeof(Program).Assembly.GetTypes()
            .Select(type => (Type: type, Section: type.GetField("SectionName")?.GetRawConstantValue() as string))
            .Where(pair => pair.Section is not null).ToArray();
        var names = Manifest.Settings.Keys.Where(key => key.StartsWith("Service:", StringComparison.Ordinal)).ToArray();

        Assert.NotEmpty(names);
        Assert.All(names, name => Assert.Contains(
            classes, pair => pair.Type.GetProperties().Any(property => $"{pair.Section}:{property.Name}" == name)));
    }

    [Fact]
    public void No_pod_is_killed_while_it_answers()
    {
        var grace = TimeSpan.FromSeconds(Manifest.Pod.At("terminationGracePeriodSeconds").Number());
        var shutdown = TimeSpan.FromSeconds(
            int.Parse(Manifest.Settings["shutdownTimeoutSeconds"], CultureInfo.InvariantCulture));
        Assert.True(grace > DrainTime + shutdown);
        Assert.True(shutdown > DrainTime);

        var readiness = Manifest.Container.At("readinessProbe");
        var noticed = readiness.At("periodSeconds").Number() * readiness.At("failureThreshold").Number();
        Assert.True(DrainTime > 2 * TimeSpan.FromSeconds(noticed));
    }

    [Fact]
    public void A_pod_may_do_nothing_but_serve()
    {
        var (pod, container) = (Manifest.Pod.At("securityContext"), Manifest.Container.At("securityContext"));
        Assert.Equal("true", pod.At("runAsNonRoot").Text());
        Assert.True(pod.At("runAsUser").Number() > 0);
        Assert.Equal("RuntimeDefault", pod.At("seccompProfile", "type").Text());
        Assert.Equal("false", Manifest.Pod.At("automountServiceAccountToken").Text());
        Assert.Equal("true", container.At("readOnlyRootFilesystem").Text());
        Assert.Equal("false", container.At("allowPrivilegeEscalation").Text());
        Assert.Equal(["ALL"], container.At("capabilities", "drop").Items().Select(name => name.Text()));
    }

    [Fact]
    public void Every_volume_is_there_and_mounted_where_the_settings_look()
    {
        var mounts = Manifest.Container.At("volumeMounts").Items()
            .ToDictionary(mount => mount.At("name").Text(), mount => mount.At("mountPath").Text());
        var volumes = Manifest.Pod.At("volumes").Items().ToDictionary(volume => volume.At("name").Text());
        Assert.Equal(mounts.Keys, volumes.Keys);
        Assert.Equal(
            Manifest.ConfigMap.At("metadata", "name").Text(), volumes["settings"].At("configMap", "name").Text());
        Assert.Equal(
            $"{Dockerfile.Argument("WORKDIR")}/appsettings.{Environments.Production}.json", mounts["settings"]);
        Assert.Equal($"{mounts["model"]}/model.safetensors", Manifest.Settings["FastElman:ModelPath"]);
    }

    [Fact]
    public void All_objects_mean_the_same_pods()
    {
        var labels = Manifest.Deployment.At("spec", "template", "metadata", "labels");
        Assert.Equal(labels, Manifest.Deployment.At("spec", "selector", "matchLabels"));
        Assert.Equal(labels, Manifest.Service.At("spec", "selector"));
        Assert.Equal(labels, Manifest.DisruptionBudget.At("spec", "selector", "matchLabels"));
        Assert.True(
            Manifest.DisruptionBudget.At("spec", "minAvailable").Number()
            < Manifest.Deployment.At("spec", "replicas").Number());
    }

    private static YamlNode[] Probes() =>
    [
        .. new[] { "startupProbe", "livenessProbe", "readinessProbe" }
            .Select(name => Manifest.Container.At(name, "httpGet")),
    ];

    private static TimeSpan Time(string text) => TimeSpan.Parse(text, CultureInfo.InvariantCulture);
}
