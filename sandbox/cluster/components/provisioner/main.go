// Command provisioner is the sandbox's default storage class: a claim becomes a directory on this machine.
//
// It hands out `local` volumes, not `hostPath` ones, because kubelet applies a pod's fsGroup to the former only,
// and pods that run under Pod Security "restricted" (not root) could not write to a hostPath directory.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"

	v1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/tools/clientcmd"
	"k8s.io/klog/v2"
	"sigs.k8s.io/sig-storage-lib-external-provisioner/v13/controller"
)

func main() {
	kubeconfig := flag.String("kubeconfig", "", "kubeconfig of the cluster to serve")
	name := flag.String("provisioner", "", "provisioner name that storage classes refer to")
	root := flag.String("root", "", "directory that volumes are made in")
	metricsPort := flag.Int("metrics-port", 0, "loopback port to serve /metrics on")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, *kubeconfig, *name, *root, int32(*metricsPort)); err != nil {
		klog.ErrorS(err, "serving storage class", "provisioner", *name)
		os.Exit(1)
	}
}

func run(ctx context.Context, kubeconfig, name, root string, metricsPort int32) error {
	config, err := clientcmd.BuildConfigFromFlags("", kubeconfig)
	if err != nil {
		return fmt.Errorf("reading kubeconfig: %w", err)
	}
	client, err := kubernetes.NewForConfig(config)
	if err != nil {
		return fmt.Errorf("creating client: %w", err)
	}
	controller.NewProvisionController(ctx, client, name, directories{root},
		controller.LeaderElection(false),
		controller.MetricsAddress("127.0.0.1"),
		controller.MetricsPort(metricsPort)).Run(ctx)
	return nil
}

// directories makes one directory a volume below root.
type directories struct{ root string }

func (d directories) Provision(_ context.Context, options controller.ProvisionOptions) (*v1.PersistentVolume, controller.ProvisioningState, error) {
	if options.SelectedNodeName == "" {
		return nil, controller.ProvisioningFinished, errors.New("no node selected: the storage class must bind with WaitForFirstConsumer")
	}
	path := filepath.Join(d.root, options.PVName)
	if err := os.MkdirAll(path, 0o777); err != nil {
		return nil, controller.ProvisioningFinished, fmt.Errorf("creating volume: %w", err)
	}
	// MkdirAll is subject to the umask, and any user of a pod must be able to write.
	if err := os.Chmod(path, 0o777); err != nil {
		return nil, controller.ProvisioningFinished, fmt.Errorf("opening volume to every user: %w", err)
	}
	return &v1.PersistentVolume{
		ObjectMeta: metav1.ObjectMeta{Name: options.PVName},
		Spec: v1.PersistentVolumeSpec{
			PersistentVolumeReclaimPolicy: *options.StorageClass.ReclaimPolicy,
			AccessModes:                   options.PVC.Spec.AccessModes,
			Capacity:                      v1.ResourceList{v1.ResourceStorage: options.PVC.Spec.Resources.Requests[v1.ResourceStorage]},
			PersistentVolumeSource:        v1.PersistentVolumeSource{Local: &v1.LocalVolumeSource{Path: path}},
			NodeAffinity:                  onNode(options.SelectedNodeName),
		},
	}, controller.ProvisioningFinished, nil
}

func (d directories) Delete(_ context.Context, volume *v1.PersistentVolume) error {
	path := volume.Spec.Local.Path
	// The path comes back from the API, where anybody who may edit volumes could have changed it.
	if filepath.Dir(path) != filepath.Clean(d.root) {
		return fmt.Errorf("deleting volume %q: path %q is not below %q", volume.Name, path, d.root)
	}
	if err := os.RemoveAll(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("deleting volume %q: %w", volume.Name, err)
	}
	return nil
}

func onNode(name string) *v1.VolumeNodeAffinity {
	return &v1.VolumeNodeAffinity{Required: &v1.NodeSelector{NodeSelectorTerms: []v1.NodeSelectorTerm{{
		MatchExpressions: []v1.NodeSelectorRequirement{{Key: v1.LabelHostname, Operator: v1.NodeSelectorOpIn, Values: []string{name}}},
	}}}}
}
